using System.ComponentModel.DataAnnotations;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Tests.UnitTests.Graph;

/// <summary>A job with options of each type.</summary>
public sealed class EchoJob : Job<EchoOptions>
{
    public override Task<JobResult> RunAsync(EchoOptions options, RunContext run, IProgress<JobProgress> progress, CancellationToken ct) =>
        Task.FromResult(JobResult.Ok($"{options.Days} days"));
}

/// <summary>One option of each type, and a rule.</summary>
public sealed record EchoOptions : ICheckedOptions
{
    [Range(1, 100)]
    public int Days { get; init; } = 3;

    public RowsToKeep Keep { get; init; } = RowsToKeep.Last(5);
    public DateOnly? Since { get; init; }
    public bool Loud { get; init; }
    public string Text { get; init; } = "hello";
    public IReadOnlyList<string>? Symbols { get; init; }
    public IReadOnlyDictionary<string, string>? Names { get; init; }

    IEnumerable<OptionFault> ICheckedOptions.Faults =>
        (Names?.Keys ?? []).Where(name => name.StartsWith("bad", StringComparison.Ordinal)).Select(name => new OptionFault($"invalid name '{name}'", name));
}
