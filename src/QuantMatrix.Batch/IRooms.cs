using QuantMatrix.Batch.Output;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Batch;

/// <summary>Opens the outside world for the command line: the one place that decides which lake, source and targets are used.</summary>
public interface IRooms
{
    /// <summary>The session a run works for when nobody names one.</summary>
    DateOnly Today(Settings settings, TimeProvider time);

    RunContext OpenRun(RunStart start);

    ISqlSession OpenSql(Settings settings);
}
