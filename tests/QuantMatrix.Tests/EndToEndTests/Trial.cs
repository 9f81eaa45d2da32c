using QuantMatrix.Batch.Cli;
using QuantMatrix.Batch.Composition;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>The real program in this process, with its own data root and replay folder.</summary>
internal sealed class Trial : IDisposable
{
    public const string Chain = "bootstrap_daily_coverage_tracked";

    private readonly TempFolder folder = new();

    public Trial()
    {
        (Data, Replay) = (folder["data"], folder["replay"]);
        Directory.CreateDirectory(Replay);
    }

    /// <summary>The data root.</summary>
    public string Data { get; init; }

    /// <summary>The folder of bars, empty at first.</summary>
    public string Replay { get; init; }

    /// <summary>The project's root.</summary>
    public string Home { get; init; } = Fixtures.Repository;

    /// <summary>Environment variables in addition to those of the folders.</summary>
    public Dictionary<string, string> Variables { get; init; } = [];

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The parent folder of both, deleted after the test.</summary>
    public string Folder => folder.Path;

    public string Lake => Path.Combine(Data, "lake");

    public string Manifest => Path.Combine(Lake, "manifest.json");

    public string Embedded => Path.Combine(Data, "embedded", "quantmatrix.duckdb");

    public Trial With(string file, string text)
    {
        File.WriteAllText(Path.Combine(Replay, file), text);
        return this;
    }

    /// <summary>Runs the nightly chain.</summary>
    public Task<Ended> RunAsync(params string[] options) => CallAsync(["run", Chain, .. options]);

    /// <summary>The rows of a query as CSV, without the header.</summary>
    public async Task<IReadOnlyList<string>> SqlAsync(string query)
    {
        var answer = await CallAsync("sql", query, "--format", "csv");
        answer.ShouldBe(ExitCode.Ok);
        return [.. answer.Output.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1)];
    }

    /// <summary>A copy of the project's jobs.yaml with some lines changed, for <c>--jobs</c>.</summary>
    public string Jobs(params IEnumerable<(string Line, string Instead)> changes)
    {
        var original = File.ReadAllText(Path.Combine(Fixtures.Repository, "jobs.yaml"));
        var text = changes.Aggregate(original, (jobs, change) => jobs.Contains(change.Line, StringComparison.Ordinal)
            ? jobs.Replace(change.Line, change.Instead, StringComparison.Ordinal) : throw new ArgumentException($"jobs.yaml has no '{change.Line}'"));
        File.WriteAllText(Path.Combine(Folder, "jobs.yaml"), text);
        return Path.Combine(Folder, "jobs.yaml");
    }

    public async Task<Ended> CallAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await new Application(() => Open(output, error), output, error).RunAsync(arguments, CancellationToken.None);
        return new(code, output.ToString(), error.ToString());
    }

    public void Dispose() => folder.Dispose();

    private CommandContext Open(StringWriter output, StringWriter error)
    {
        var variables = new Dictionary<string, string>(Variables) { ["QM_HOME"] = Home, ["QM_DATA"] = Data, ["QM_REPLAY"] = Replay };
        return new(new SettingsReader(variables).ReadWithFaults(), new RunServices(), JobKinds.Standard, output, error) { Time = Time };
    }
}
