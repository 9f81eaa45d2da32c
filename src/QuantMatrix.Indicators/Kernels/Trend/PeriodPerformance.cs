using System.Numerics;
using System.Runtime.InteropServices;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Trend;

/// <summary>Price change since the end of the last month, quarter and year.</summary>
internal sealed class PeriodPerformance : IIndicators
{
    /// <summary>A last close before the period that lies more sessions back than this is too old to measure from.</summary>
    private const int MaxSessionsBack = 10;

    public IEnumerable<Indicator> All => [Since("mtd", "month", 1), Since("qtd", "quarter", 3), Since("ytd", "year", 12)];

    private static Indicator Since(string name, string period, int months) => new([BarField.Close],
        [
            new($"perf_{name}", Unit.Percent, $"Change of the close since the end of the last {period}.",
                $"100·(C/R − 1), R = last close before the {period}'s first day, at most {MaxSessionsBack} sessions back", "textbook")
            {
                Bounds = new(-100, double.PositiveInfinity),
                Head = name == "ytd",
                Awaits = $"a close before the {period}",
            },
        ], 1, (in KernelContext f) => Run(f, months));

    /// <summary>Periods begin on other rows in every lane, so each is walked by itself.</summary>
    private static void Run(in KernelContext f, int months)
    {
        ReadOnlySpan<double> close = MemoryMarshal.Cast<Vector<double>, double>(f.In(0));
        var y = MemoryMarshal.Cast<Vector<double>, double>(f.Out(0));
        for (var lane = 0; lane < Vector<double>.Count; lane++) Walk(close[lane..], f.Days(lane), months, f.From, f.MarketContext.Calendar, y[lane..]);
    }

    private static void Walk(ReadOnlySpan<double> close, ReadOnlySpan<int> days, int months, int from, SessionCalendar calendar, Span<double> y)
    {
        var (reference, next) = (double.NaN, int.MinValue);
        for (var t = from; t < days.Length; t++)
        {
            if (days[t] >= next)
            {
                var first = FirstDay(days[t], months);
                var before = LastBefore(days[..t], first);
                reference = before >= 0 && Recent(days[before], first, calendar) ? close[before * Vector<double>.Count] : double.NaN;
                next = Day.Of(Day.Date(first).AddMonths(months));
            }
            y[t * Vector<double>.Count] = 100 * (close[t * Vector<double>.Count] / reference - 1);
        }
    }

    private static int LastBefore(ReadOnlySpan<int> days, int first)
    {
        var at = days.BinarySearch(first);
        return (at < 0 ? ~at : at) - 1;
    }

    private static bool Recent(int lastDay, int firstDay, SessionCalendar calendar) =>
        calendar.SessionsBefore(firstDay) - calendar.SessionsBefore(lastDay) <= MaxSessionsBack;

    private static int FirstDay(int day, int months)
    {
        var date = Day.Date(day);
        return Day.Of(new DateOnly(date.Year, (date.Month - 1) / months * months + 1, 1));
    }
}
