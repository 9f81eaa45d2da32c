using System.Numerics;
using System.Runtime.InteropServices;

namespace QuantMatrix.Compute.Indicators;

/// <summary>How much history stands behind a row, and how old the row is.</summary>
internal sealed class Counts : IIndicators
{
    public IEnumerable<Indicator> All => [new([Field.Close], [HistoryBars], 0, Bars), new([Field.Close], [SessionsBehind], 0, Sessions)];

    private static Column HistoryBars => new("history_bars", Unit.Count, "Stored bars of the symbol up to the row.", "number of bars from the first stored one on, the row's included", "house")
    {
        Bounds = new(1, double.PositiveInfinity),
    };

    private static Column SessionsBehind => new("sessions_behind", Unit.Count, "Exchange sessions by which the row is older than the newest settled one.",
        "sessions after the row's date up to the run's last settled session", "house") { Bounds = Bounds.NotNegative, Head = true };

    private static void Bars(in Frame f)
    {
        var y = f.Out(0);
        for (var t = f.From; t < y.Length; t++) y[t] = Lanes.Of(t + 1);
    }

    private static void Sessions(in Frame f)
    {
        var y = MemoryMarshal.Cast<Vector<double>, double>(f.Out(0));
        var calendar = f.Premises.Calendar;
        var settled = calendar.SessionsBefore(Day.Of(f.Premises.LastSession) + 1);
        for (var lane = 0; lane < Vector<double>.Count; lane++)
        {
            var days = f.Days(lane);
            for (var t = f.From; t < days.Length; t++) y[t * Vector<double>.Count + lane] = Math.Max(0, settled - calendar.SessionsBefore(days[t] + 1));
        }
    }
}
