using QuantMatrix.Batch.Output;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Compute;

namespace QuantMatrix.Batch;

/// <summary>The rooms of the real program.</summary>
public sealed class Rooms : IRooms
{
    public DateOnly Today(Settings settings, TimeProvider time) => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    public RunContext OpenRun(RunStart start) => new(start);

    public ISqlSession OpenSql(Settings settings) => throw new ConfigurationException("no SQL session is connected");
}
