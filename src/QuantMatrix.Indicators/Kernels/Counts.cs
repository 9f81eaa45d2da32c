using System.Numerics;
using System.Runtime.InteropServices;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels;

/// <summary>Length of the history behind a row, what it is too short for, and age of the row in sessions.</summary>
internal sealed class Counts : IIndicatorFamily
{
    /// <summary>Rows from which the recursive columns are stable, ascending; of all published columns, whichever are computed.</summary>
    private static readonly Lazy<int[]> StableRows = new(() =>
        [.. Catalogue.Standard.Columns.Where(c => c.StableAfter > 0).Select(c => c.StableFrom).Order()]);

    public IEnumerable<Indicator> All =>
    [
        new([BarField.Close], [HistoryBars], 0, Bars),
        new([BarField.Close], [UnstableColumns], 0, Unstable),
        new([BarField.Close], [SessionsBehind], 0, Sessions),
    ];

    private static Column HistoryBars => new("history_bars", Unit.Count, "Number of stored bars of the symbol up to and including the row.",
        "number of bars from the first stored bar to the row, inclusive", "in-house")
    {
        Bounds = new(1, double.PositiveInfinity),
    };

    private static Column UnstableColumns => new("unstable_columns", Unit.Count,
        "Number of columns for which the history is too short: those with a seed that still counts, or without a value yet.",
        "columns with 'stable after' > 0 whose first value + 'stable after' is history_bars or later", "in-house")
    {
        Bounds = Bounds.NotNegative,
    };

    private static Column SessionsBehind => new("sessions_behind", Unit.Count, "Age of the row: exchange sessions since its date.",
        "sessions after the row's date up to the last settled session of the run", "in-house")
    {
        Bounds = Bounds.NotNegative, IsOfRun = true,
    };

    private static void Bars(in KernelContext k)
    {
        var y = k.Out(0);
        for (var t = k.From; t < y.Length; t++) y[t] = Lanes.Of(t + 1);
    }

    private static void Unstable(in KernelContext k)
    {
        var y = k.Out(0);
        var (rows, stable) = (StableRows.Value, 0);
        for (var t = k.From; t < y.Length; t++)
        {
            while (stable < rows.Length && rows[stable] <= t) stable++;
            y[t] = Lanes.Of(rows.Length - stable);
        }
    }

    private static void Sessions(in KernelContext k)
    {
        var y = MemoryMarshal.Cast<Vector<double>, double>(k.Out(0));
        var calendar = k.Market.Calendar;
        var settled = calendar.SessionsBefore(Day.Of(k.Market.LastSession) + 1);
        for (var lane = 0; lane < Vector<double>.Count; lane++)
        {
            var days = k.Days(lane);
            for (var t = k.From; t < days.Length; t++) y[t * Vector<double>.Count + lane] = Math.Max(0, settled - calendar.SessionsBefore(days[t] + 1));
        }
    }
}
