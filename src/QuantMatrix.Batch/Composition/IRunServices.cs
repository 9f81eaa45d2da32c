using QuantMatrix.Batch.Cli.Output;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Lake;

namespace QuantMatrix.Batch.Composition;

/// <summary>Opens the outside world for the command line: the one place that decides which lake, source and targets are used.</summary>
public interface IRunServices
{
    Task<RunContext> OpenRunAsync(RunStart start, CancellationToken ct);

    ISqlConnection OpenSql(Settings settings);

    /// <summary>For a verb that changes the lake outside a run; it holds the run's lock meanwhile.</summary>
    DataLake OpenLake(Settings settings);
}
