using System.Numerics;
using System.Runtime.InteropServices;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Momentum;

/// <summary>Price change over a fixed number of the symbol's sessions.</summary>
internal sealed class Performance : IIndicatorFamily
{
    private static readonly int[] Sessions = [1, 3, 5, 20, 21, 60, 63, 120, 126, 252];

    public IEnumerable<Indicator> All => Sessions.Select(n => Of(Column(n), n));

    /// <summary>Change of the close over <paramref name="n"/> sessions.</summary>
    internal static Indicator Of(Column column, int n) =>
        new([BarField.Close], [column], n, (in KernelContext k) => Kernel(k.In(0), n, k.From, k.Out(0)));

    private static Column Column(int n) =>
        new($"perf_{n}d", Unit.Percent, $"Price change over {Plural.Of(n, "session")}, in percent.", $"100·(C/C[−{n}] − 1)", "textbook")
        {
            Bounds = new(-100, double.PositiveInfinity),
            Head = n is 1 or 20 or 252,
        };

    /// <summary>100·(C/C[−n] − 1).</summary>
    public static void Kernel(ReadOnlySpan<Vector<double>> c, int n, int from, Span<Vector<double>> y)
    {
        for (var t = from; t < c.Length; t++) y[t] = Lanes.PercentOver(c[t], c[t - n]);
    }
}

/// <summary>Rate of change: the same price change under its chart name.</summary>
internal sealed class RateOfChange : IIndicatorFamily
{
    public IEnumerable<Indicator> All => [Of(20)];

    internal static Indicator Of(int n) => Performance.Of(Column(n), n);

    private static Column Column(int n) =>
        new($"roc_{n}", Unit.Percent, $"Rate of change: {n}-session momentum of the close, in percent.", $"100·(C/C[−{n}] − 1)", "textbook")
        {
            Bounds = new(-100, double.PositiveInfinity),
        };
}

/// <summary>Price change month to date, quarter to date and year to date.</summary>
internal sealed class PeriodPerformance : IIndicatorFamily
{
    public IEnumerable<Indicator> All => [Since("mtd", "month", 1), Since("qtd", "quarter", 3), Since("ytd", "year", 12)];

    private static Indicator Since(string name, string period, int months) => new([BarField.Close],
        [
            new($"perf_{name}", Unit.Percent, $"{char.ToUpperInvariant(period[0])}{period[1..]}-to-date price change, in percent.",
                $"100·(C/R − 1), R = last close before the first day of the {period}, however old", "textbook")
            {
                Bounds = new(-100, double.PositiveInfinity),
                Head = name == "ytd",
                Awaits = $"a close before the {period}",
            },
        ], 1, (in KernelContext k) => Run(k, months));

    /// <summary>Periods begin on different rows in different lanes, so each lane is walked separately.</summary>
    private static void Run(in KernelContext k, int months)
    {
        ReadOnlySpan<double> close = MemoryMarshal.Cast<Vector<double>, double>(k.In(0));
        var y = MemoryMarshal.Cast<Vector<double>, double>(k.Out(0));
        for (var lane = 0; lane < Vector<double>.Count; lane++) Walk(close[lane..], k.Days(lane), months, k.From, y[lane..]);
    }

    private static void Walk(ReadOnlySpan<double> close, ReadOnlySpan<int> days, int months, int from, Span<double> y)
    {
        var (reference, next) = (double.NaN, int.MinValue);
        for (var t = from; t < days.Length; t++)
        {
            if (days[t] >= next)
            {
                var first = FirstDay(days[t], months);
                var before = LastBefore(days[..t], first);
                reference = before >= 0 ? close[before * Vector<double>.Count] : double.NaN;
                next = Day.Of(Day.Date(first).AddMonths(months));
            }
            y[t * Vector<double>.Count] = 100 * (close[t * Vector<double>.Count] / reference - 1);
        }
    }

    private static int LastBefore(ReadOnlySpan<int> days, int first)
    {
        var index = days.BinarySearch(first);
        return (index < 0 ? ~index : index) - 1;
    }

    private static int FirstDay(int day, int months)
    {
        var date = Day.Date(day);
        return Day.Of(new DateOnly(date.Year, (date.Month - 1) / months * months + 1, 1));
    }
}
