using QuantMatrix.Batch.Output;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Batch;

/// <summary>Opens the outside world for the command line: the one place that decides which lake, source and targets are used.</summary>
public interface IRooms
{
    Task<RunContext> OpenRunAsync(RunStart start, CancellationToken cancel);

    ISqlSession OpenSql(Settings settings);
}
