namespace QuantMatrix.Batch.Runs;

/// <summary>What every job of a run works with; opened once a run and closed with it.</summary>
public sealed class RunContext(RunStart start) : IAsyncDisposable
{
    public string RunId => start.RunId;

    public DateOnly AsOf => start.AsOf;

    public int Workers => start.Workers;

    public Settings Settings => start.Settings;

    public DataRoot Data => start.Settings.Data;

    public TimeProvider Time => start.Time;

    /// <summary>Who else is told how the run goes, beside the console and the report file.</summary>
    public IReadOnlyList<IRunSink> Sinks { get; init; } = [];

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
