using QuantMatrix.MarketData;
using QuantMatrix.MarketData.Constituents;

namespace QuantMatrix.Batch.Runs;

/// <summary>A run's sources of bars and of member lists. Each is opened when a job first requests it and is closed with the run.</summary>
/// <remarks>A source that cannot be opened fails every job that requests it, with the same exception, and no other job.</remarks>
public interface IRunSources : IDisposable
{
    /// <summary>Whether bars come from a folder and cost no provider calls.</summary>
    bool IsLocal { get; }

    Task<IBarSource> BarsAsync(CancellationToken ct);

    /// <summary>Member lists of indices: those of the replay folder alone, or those of a live run.</summary>
    Task<IReadOnlyList<IConstituentSource>> ConstituentsAsync(CancellationToken ct);
}
