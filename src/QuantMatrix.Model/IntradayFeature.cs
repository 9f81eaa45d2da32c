namespace QuantMatrix.Model;

/// <summary>What the 5-minute bars of one session say about a symbol; NaN for a value they do not give.</summary>
/// <param name="Day">The session, days since 1970-01-01.</param>
/// <param name="Bars">The number of slots with a bar.</param>
public sealed record IntradayFeature(string Symbol, int Day, long Bars)
{
    /// <summary>Quote currency.</summary>
    public double Vwap { get; init; } = double.NaN;

    /// <summary>Percent of the close above the VWAP.</summary>
    public double VwapDistance { get; init; } = double.NaN;

    /// <summary>Quote currency.</summary>
    public double OpeningRangeHigh { get; init; } = double.NaN;

    /// <summary>Quote currency.</summary>
    public double OpeningRangeLow { get; init; } = double.NaN;

    /// <summary>Percent.</summary>
    public double OpeningRangeBreakout { get; init; } = double.NaN;

    /// <summary>1 for a usual session.</summary>
    public double RelativeVolume { get; init; } = double.NaN;

    /// <summary>Percent.</summary>
    public double OvernightReturn { get; init; } = double.NaN;

    /// <summary>Percent.</summary>
    public double IntradayReturn { get; init; } = double.NaN;

    /// <summary>Percent.</summary>
    public double LastHourReturn { get; init; } = double.NaN;

    /// <summary>Percent a year.</summary>
    public double RealizedVolatility { get; init; } = double.NaN;
}

/// <summary>The names of the columns computed from 5-minute bars.</summary>
public static class IntradayField
{
    public const string Vwap = "vwap", VwapDistance = "vwap_distance_pct", OpeningRangeHigh = "opening_range_high", OpeningRangeLow = "opening_range_low",
        OpeningRangeBreakout = "opening_range_breakout_pct", RelativeVolume = "relative_volume_tod", OvernightReturn = "overnight_return_pct",
        IntradayReturn = "intraday_return_pct", LastHourReturn = "last_hour_return_pct", RealizedVolatility = "realized_volatility_pct";
}
