using Apache.Arrow;
using QuantMatrix.Indicators;
using QuantMatrix.Model;

namespace QuantMatrix.Bench;

/// <summary>Checks that both sides do the same work: each of the 34 series at each symbol's last bar.</summary>
internal static class Agreement
{
    private const double Relative = 1e-6;

    /// <exception cref="InvalidOperationException">A value differs.</exception>
    public static void Require(Bars bars, RecordBatch newest, ThirtyFour talib)
    {
        foreach (var (place, series) in SymbolSeries.Of(bars).Index())
        {
            talib.Compute(series);
            foreach (var (name, theirs) in talib.Newest())
            {
                var ours = ((DoubleArray)newest.Column(name)).GetValue(place) ?? double.NaN;
                if (!(Math.Abs(ours - theirs) <= Relative * Math.Max(Math.Abs(ours), Math.Abs(theirs))))
                    throw new InvalidOperationException($"{name} of {bars.Symbols[place]} at its last bar: TA-Lib {theirs:R}, ours {ours:R}; expected the same within {Relative}");
            }
        }
    }
}
