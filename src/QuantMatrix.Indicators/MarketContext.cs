using QuantMatrix.Model;

namespace QuantMatrix.Indicators;

/// <summary>Inputs that are the same for every symbol: calendar, benchmark, last session and stage thresholds.</summary>
/// <param name="Calendar">The exchange's sessions.</param>
/// <param name="Benchmark">Reference for beta, correlation and relative strength.</param>
/// <param name="LastSession">The last settled session of the run.</param>
public sealed record MarketContext(SessionCalendar Calendar, Benchmark Benchmark, DateOnly LastSession)
{
    public StageThresholds Stage { get; init; } = new();

    /// <summary>Whether the low that perfects a TD setup must be below those of bars 6 and 7, not at them.</summary>
    public bool IsTdPerfectionStrict { get; init; }

    /// <summary>Ranks within sessions, from an earlier pass over all symbols; null for a computation without them.</summary>
    public SessionRanks? Ranks { get; init; }
}

/// <summary>Thresholds of Weinstein's stages.</summary>
public sealed record StageThresholds
{
    /// <summary>Percent change over five weeks within which the 30-week average counts as flat.</summary>
    public double FlatBand { get; init; } = 0.5;

    /// <summary>Weeks over which relative strength must have risen when it is not above zero.</summary>
    public int RisingWeeks { get; init; } = 10;

    /// <summary>Consecutive weeks above a rising average required to enter stage 2 from stage 1 or 3.</summary>
    public int ConfirmWeeks { get; init; } = 2;
}
