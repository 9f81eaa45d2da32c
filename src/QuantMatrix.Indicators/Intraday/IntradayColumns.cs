using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Intraday;

/// <summary>The columns of <c>intraday_features</c>: one value per session from its 5-minute bars, NULL without them.</summary>
public static class IntradayColumns
{
    private const string OfBars = "the session's 5-minute bars";

    public static IReadOnlyList<Column> All { get; } =
    [
        new(IntradayField.Vwap, Unit.Price, "Volume-weighted average price of the session.", "Σ((H+L+C)/3·V) / ΣV over the slots", OfBars),
        new(IntradayField.VwapDistance, Unit.Percent, "Distance of the close from the VWAP.", "100·(C/vwap − 1)", OfBars),
        new(IntradayField.OpeningRangeHigh, Unit.Price, "High of the first 30 minutes.", "max H of slots 0–5", OfBars),
        new(IntradayField.OpeningRangeLow, Unit.Price, "Low of the first 30 minutes.", "min L of slots 0–5", OfBars),
        new(IntradayField.OpeningRangeBreakout, Unit.Percent, "Close above (positive) or below (negative) the opening range; 0 inside it.",
            "100·(C/high − 1) above, 100·(C/low − 1) below, else 0", OfBars),
        new(IntradayField.RelativeVolume, Unit.Ratio, "Volume relative to the usual volume of the same times of day.",
            "ΣV / Σ median V of the same slot in the 20 sessions before, over slots with both", OfBars)
        {
            WarmUp = SessionFeatures.VolumeSessions, Bounds = Bounds.NotNegative,
        },
        new(IntradayField.OvernightReturn, Unit.Percent, "Return from the previous session's last price to the first one.", "100·(O/C₋₁ − 1)", OfBars)
        {
            WarmUp = 1,
        },
        new(IntradayField.IntradayReturn, Unit.Percent, "Return from the session's first price to its last one.", "100·(C/O − 1)", OfBars),
        new(IntradayField.LastHourReturn, Unit.Percent, "Return of the last hour before the close.",
            "100·(C / last price before the last 12 slots − 1)", OfBars),
        new(IntradayField.RealizedVolatility, Unit.Percent, "Realized volatility of the session, annualized.",
            "100·√(252·Σr²), r = ln of price ratios from slot to slot, the first from its open", "Andersen and Bollerslev 1998")
        {
            Bounds = Bounds.NotNegative,
        },
    ];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(c => c.Name)];
}
