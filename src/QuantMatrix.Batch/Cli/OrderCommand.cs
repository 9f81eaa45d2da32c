using CommandLine;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Jobs;
using QuantMatrix.Batch.Parts;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Cli;

/// <summary>Freezes what features are computed from in a file, for shards on other machines.</summary>
[Verb("order", HelpText = "Write the order file from which shards compute parts of the features.")]
public sealed class OrderCommand : ICommand
{
    [Option("as-of", MetaValue = "DATE", HelpText = "Session to compute (default: the newest).")]
    public string? AsOf { get; init; }

    [Option("order", MetaValue = "FILE", HelpText = "Order file (default: lake/parts/order.json in the data root).")]
    public string? Order { get; init; }

    [Option("jobs", MetaValue = "FILE", HelpText = "Job file (default: jobs.yaml).")]
    public string? Jobs { get; init; }

    public async Task<int> RunAsync(CommandContext context, CancellationToken ct)
    {
        var asOf = OptionValues.Date("--as-of", AsOf);
        var jobs = context.ReadJobs(Jobs);
        var start = new RunStart("order", asOf, 1, context.Settings, context.Time)
        {
            IsReadOnly = true, File = jobs, AllowOlder = true, Output = context.Error,
        };
        using var run = await context.RunServices.OpenRunAsync(start, ct);
        var (prices, tracked) = (run.Lake.Current(), await TrackedSymbols.ReadAsync(run, ct));
        var options = RecomputeIndicatorsUniverseOptions.Of(jobs);
        var order = ComputeOrder.Of(run, prices, tracked, await run.Tables.MembershipsAsync(ct), options);
        var (_, breadth) = await BreadthPlan.ReadAsync(run, prices, order, order.Inputs(prices), ct);
        order = order with { BreadthFrom = breadth.From is { } first ? Day.Date(first) : null };
        var path = Order ?? ComputeOrder.PathIn(context.Settings.Data);
        order.Write(path);
        context.Output.WriteLine($"{CommandContext.Local(path)}: {Plural.Of(tracked.Count, "symbol")} as of {order.AsOf:yyyy-MM-dd}, "
            + $"version {prices.Version} of the lake");
        return ExitCode.Ok;
    }
}
