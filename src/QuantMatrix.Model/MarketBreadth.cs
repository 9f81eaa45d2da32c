namespace QuantMatrix.Model;

/// <summary>Counts and shares over the members of an index with a bar in one session.</summary>
/// <param name="Day">Days since 1970-01-01.</param>
/// <param name="Index">The index, or <see cref="All"/>.</param>
/// <param name="Members">Members with a bar in the session.</param>
public sealed record MarketBreadth(int Day, string Index, long Members)
{
    /// <summary>Every tracked symbol.</summary>
    public const string All = "ALL";

    /// <summary>Members with a rise, a fall and no change since their previous bar.</summary>
    public long Advances { get; init; }

    public long Declines { get; init; }

    public long Unchanged { get; init; }

    /// <summary>Percent of the members with an SMA 50 whose close is above it; NaN when none has one.</summary>
    public double AboveSma50 { get; init; }

    /// <summary>The same for SMA 200.</summary>
    public double AboveSma200 { get; init; }

    /// <summary>Members whose high is the highest of 52 weeks.</summary>
    public long NewHighs { get; init; }

    /// <summary>Members whose low is the lowest of 52 weeks.</summary>
    public long NewLows { get; init; }

    /// <summary>Members in Weinstein's stages.</summary>
    public long Stage1 { get; init; }

    public long Stage2 { get; init; }

    public long Stage3 { get; init; }

    public long Stage4 { get; init; }

    /// <summary>Members by <c>ma_bucket</c>.</summary>
    public long Leading { get; init; }

    public long Neutral { get; init; }

    public long Lagging { get; init; }

    /// <summary>Median of the changes since the previous bar, in percent; NaN when no member has one.</summary>
    public double MedianPerf1d { get; init; }
}
