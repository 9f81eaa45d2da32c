using QuantMatrix.Batch.Output;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Store;

namespace QuantMatrix.Batch;

/// <summary>Opens the outside world for the command line: the one place that decides which lake, source and targets are used.</summary>
public interface IRooms
{
    Task<RunContext> OpenRunAsync(RunStart start, CancellationToken cancel);

    ISqlSession OpenSql(Settings settings);

    /// <summary>For a verb that changes the lake outside a run; it holds the run's lock meanwhile.</summary>
    Lake OpenLake(Settings settings);
}
