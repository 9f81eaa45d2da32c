using QuantMatrix.Batch.Cli.Output;
using QuantMatrix.Batch.Cli;
using QuantMatrix.Batch.Composition;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Lake;

namespace QuantMatrix.Tests.UnitTests.Graph;

/// <summary>The program in a temporary directory, with job kinds for tests and a jobs.yaml written by the test.</summary>
internal sealed class Workbench : IDisposable, IRunServices
{
    private static readonly JobKinds Kinds = new([typeof(EchoJob), typeof(ScriptedJob)]);

    private readonly string folder = Directory.CreateTempSubdirectory("graph-").FullName;

    public StringWriter Output { get; } = new();

    public StringWriter Error { get; } = new();

    public string Data => Path.Combine(folder, "data");

    public string Runs => Path.Combine(Data, "runs");

    public ISqlConnection? Sql { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public Dictionary<string, string> Variables { get; } = [];

    public static JobFile Read(string yaml) => new JobFileReader(Kinds).Read("jobs.yaml", new StringReader(yaml));

    public void WriteJobs(string yaml) => File.WriteAllText(Path.Combine(folder, "jobs.yaml"), yaml);

    public Task<int> RunAsync(string arguments, CancellationToken ct = default) =>
        new Application(Open, Output, Error).RunAsync(arguments.Split(' '), ct);

    /// <summary>The newest report.</summary>
    public RunReport Report() => Reports()[^1];

    public IReadOnlyList<RunReport> Reports() => [.. Directory.GetFiles(Runs, "*.json").Order(StringComparer.Ordinal).Select(RunReports.Read)];

    public JobReport Job(string name) => Report().Jobs.Single(j => j.Name == name);

    public void Dispose()
    {
        Output.Dispose();
        Error.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>The jobs of these tests use no service.</summary>
    Task<RunContext> IRunServices.OpenRunAsync(RunStart start, CancellationToken ct) => Task.FromResult(new RunContext(start)
    {
        AsOf = start.AsOf ?? new(2018, 2, 7), Calendar = null!, Sources = null!, Lake = null!, Tables = null!, Sets = null!, ReadSqlAsync = null!,
    });

    Task<DateOnly?> IRunServices.PublishedThroughAsync(RunStart start, CancellationToken ct) => Task.FromResult<DateOnly?>(null);

    ISqlConnection IRunServices.OpenSql(Settings settings, SqlAccess? access) => Sql!;

    DataLake IRunServices.OpenLake(Settings settings, bool isReadOnly) => null!;

    private CommandContext Open() => new(
        new SettingsReader(new Dictionary<string, string>(Variables) { ["QM_HOME"] = folder }).ReadWithFaults(), this, Kinds, Output, Error)
    { Time = Time };
}
