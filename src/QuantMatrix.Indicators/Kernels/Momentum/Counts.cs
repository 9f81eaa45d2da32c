using System.Numerics;
using System.Runtime.InteropServices;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Momentum;

/// <summary>How much history stands behind a row, and how old the row is.</summary>
internal sealed class Counts : IIndicators
{
    public IEnumerable<Indicator> All => [new([BarField.Close], [HistoryBars], 0, Bars), new([BarField.Close], [SessionsBehind], 0, Sessions)];

    private static Column HistoryBars => new("history_bars", Unit.Count, "Stored bars of the symbol up to the row.", "number of bars from the first stored one on, the row's included", "house")
    {
        Bounds = new(1, double.PositiveInfinity),
    };

    private static Column SessionsBehind => new("sessions_behind", Unit.Count, "Exchange sessions by which the row is older than the newest settled one.",
        "sessions after the row's date up to the run's last settled session", "house") { Bounds = Bounds.NotNegative, Head = true };

    private static void Bars(in KernelContext f)
    {
        var y = f.Out(0);
        for (var t = f.From; t < y.Length; t++) y[t] = Lanes.Of(t + 1);
    }

    private static void Sessions(in KernelContext f)
    {
        var y = MemoryMarshal.Cast<Vector<double>, double>(f.Out(0));
        var calendar = f.MarketContext.Calendar;
        var settled = calendar.SessionsBefore(Day.Of(f.MarketContext.LastSession) + 1);
        for (var lane = 0; lane < Vector<double>.Count; lane++)
        {
            var days = f.Days(lane);
            for (var t = f.From; t < days.Length; t++) y[t * Vector<double>.Count + lane] = Math.Max(0, settled - calendar.SessionsBefore(days[t] + 1));
        }
    }
}
