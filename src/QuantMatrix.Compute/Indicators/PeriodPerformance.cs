using System.Numerics;
using System.Runtime.InteropServices;

namespace QuantMatrix.Compute.Indicators;

/// <summary>Price change since the end of the last month, quarter and year.</summary>
internal sealed class PeriodPerformance : IIndicators
{
    /// <summary>A last close before the period that lies more sessions back than this is too old to measure from.</summary>
    private const int MaxSessionsBack = 10;

    public IEnumerable<Indicator> All => [Since("mtd", "month", 1), Since("qtd", "quarter", 3), Since("ytd", "year", 12)];

    private static Indicator Since(string name, string period, int months) => new([Field.Close, Field.Day],
        [
            new($"perf_{name}", Unit.Percent, $"Change of the close since the end of the last {period}.",
                $"100·(C/R − 1), R = last close before the {period}'s first day, at most {MaxSessionsBack} sessions back", "textbook")
            {
                Bounds = new(-100, double.PositiveInfinity),
                Head = name == "ytd",
                Awaits = $"a close before the {period}",
            },
        ], 1, (in Frame f) => Kernel(f.In(0), f.In(1), months, f.Calendar, f.Out(0))) { Recursive = true };

    /// <summary>Walks each symbol through its calendar periods: their first days differ from lane to lane, so this loop is scalar.</summary>
    private static void Kernel(ReadOnlySpan<Vector<double>> c, ReadOnlySpan<Vector<double>> day, int months, SessionCalendar calendar, Span<Vector<double>> y)
    {
        ReadOnlySpan<double> close = Flat(c), days = Flat(day);
        var to = MemoryMarshal.Cast<Vector<double>, double>(y);
        for (var lane = 0; lane < Vector<double>.Count; lane++)
        {
            var (reference, nextPeriod) = (double.NaN, NextPeriod(days[lane], months));
            for (var i = lane + Vector<double>.Count; i < to.Length; i += Vector<double>.Count)
            {
                if (days[i] >= nextPeriod)
                {
                    var before = i - Vector<double>.Count;
                    reference = Recent(days[before], FirstDay((int)days[i], months), calendar) ? close[before] : double.NaN;
                    nextPeriod = NextPeriod(days[i], months);
                }
                to[i] = 100 * (close[i] / reference - 1);
            }
        }
    }

    private static ReadOnlySpan<double> Flat(ReadOnlySpan<Vector<double>> column) => MemoryMarshal.Cast<Vector<double>, double>(column);

    private static bool Recent(double lastDay, int firstDay, SessionCalendar calendar) =>
        calendar.SessionsBefore(firstDay) - calendar.SessionsBefore((int)lastDay) <= MaxSessionsBack;

    private static double NextPeriod(double day, int months) =>
        double.IsNaN(day) ? double.PositiveInfinity : Day.Of(Day.Date(FirstDay((int)day, months)).AddMonths(months));

    private static int FirstDay(int day, int months)
    {
        var date = Day.Date(day);
        return Day.Of(new DateOnly(date.Year, (date.Month - 1) / months * months + 1, 1));
    }
}
