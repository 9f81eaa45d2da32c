using System.Numerics;
using System.Runtime.InteropServices;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Weekly;

/// <summary>Weekly closes of a symbol and the benchmark, and the number of weeks complete at each session.</summary>
/// <remarks>Helper columns: <c>week</c> is daily, the number of complete weeks so far; row w of the others is the symbol's w-th week with a bar.</remarks>
internal sealed class Weeks : IIndicatorFamily
{
    private const int DaysPerWeek = 7;

    public IEnumerable<Indicator> All =>
    [
        new([BarField.Close], [Helper("week"), Helper("week_close"), Helper("week_benchmark") with { NeedsBenchmark = true }], 0, Run)
        {
            Recursive = true, Published = false,
        },
    ];

    /// <summary>Publishes a weekly column daily, at the value of the last complete week.</summary>
    /// <param name="column">The published daily column.</param>
    /// <param name="weekly">The weekly column.</param>
    /// <param name="lag">Sessions to look back.</param>
    public static Indicator Daily(Column column, string weekly, int lag = 0) =>
        new(["week", weekly], [column], lag, (in KernelContext k) => ToDaily(k, lag)) { Recursive = true };

    /// <summary>A helper indicator on weekly rows.</summary>
    public static Indicator Of(string name, string[] inputs, int lookback, Kernel run) =>
        new(inputs, [Helper(name)], lookback, run) { Weekly = true, Recursive = true, Published = false };

    private static Column Helper(string name) => new(name, Unit.Ratio, "Helper column.", "see the columns that use it", "in-house");

    /// <summary>Weeks begin on different rows in different lanes, so each lane is walked separately.</summary>
    private static void Run(in KernelContext k)
    {
        ReadOnlySpan<double> close = MemoryMarshal.Cast<Vector<double>, double>(k.In(0));
        Lanes.Blank(k.Out(1)[..k.Weeks]);
        Lanes.Blank(k.Out(2)[..k.Weeks]);
        Span<double> week = Flat(k.Out(0)), weekClose = Flat(k.Out(1)), weekBenchmark = Flat(k.Out(2));
        for (var lane = 0; lane < Vector<double>.Count; lane++)
            Walk(close[lane..], k.Days(lane), k.Market, week[lane..], weekClose[lane..], weekBenchmark[lane..]);
    }

    /// <summary>
    /// A week is complete from its last scheduled session on, or at the symbol's first bar of a later week. Each bar overwrites its week's row;
    /// the row is not visible in daily columns before the week is complete.
    /// </summary>
    private static void Walk(ReadOnlySpan<double> close, ReadOnlySpan<int> days, MarketContext market,
        Span<double> week, Span<double> weekClose, Span<double> weekBenchmark)
    {
        var (index, sunday, lastSession) = (-Vector<double>.Count, int.MinValue, 0);
        for (var t = 0; t < days.Length; t++)
        {
            if (days[t] > sunday)
            {
                index += Vector<double>.Count;
                sunday = Sunday(days[t]);
                lastSession = market.Calendar.AtOrBefore(sunday);
                weekBenchmark[index] = BenchmarkClose(market.Benchmark, sunday);
            }
            weekClose[index] = close[t * Vector<double>.Count];
            week[t * Vector<double>.Count] = index / Vector<double>.Count + (days[t] >= lastSession ? 1 : 0);
        }
    }

    /// <summary>The benchmark's last close of the week that ends on a Sunday, or NaN.</summary>
    private static double BenchmarkClose(Benchmark benchmark, int sunday) =>
        benchmark.LastSessionAt(sunday) is { } day && day > sunday - DaysPerWeek ? benchmark.CloseOn(day) : double.NaN;

    private static void ToDaily(in KernelContext k, int lag)
    {
        ReadOnlySpan<double> week = MemoryMarshal.Cast<Vector<double>, double>(k.In(0));
        ReadOnlySpan<double> weekly = MemoryMarshal.Cast<Vector<double>, double>(k.In(1));
        var y = Flat(k.Out(0));
        for (var lane = 0; lane < Vector<double>.Count; lane++)
        {
            var end = k.Days(lane).Length;
            for (var t = k.From; t < end; t++)
            {
                var complete = (int)week[(t - lag) * Vector<double>.Count + lane];
                y[t * Vector<double>.Count + lane] = complete > 0 ? weekly[(complete - 1) * Vector<double>.Count + lane] : double.NaN;
            }
        }
    }

    private static Span<double> Flat(Span<Vector<double>> column) => MemoryMarshal.Cast<Vector<double>, double>(column);

    /// <summary>Last day of the ISO week; day 0, 1970-01-01, was a Thursday.</summary>
    private static int Sunday(int day) => day + 6 - (((day + 3) % DaysPerWeek + DaysPerWeek) % DaysPerWeek);
}
