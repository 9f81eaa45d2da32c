using System.Numerics;
using System.Runtime.InteropServices;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Weekly;

/// <summary>Weekly bars of a symbol and its benchmark, and how many of them each session could know.</summary>
/// <remarks>Helper columns: <c>week</c> counts, session by session, the weeks complete so far; row w of the others is the symbol's w-th week with a bar.</remarks>
internal sealed class Weeks : IIndicators
{
    private const int DaysAWeek = 7;

    public IEnumerable<Indicator> All =>
        [new([BarField.Close], [Helper("week"), Helper("week_close"), Helper("week_benchmark")], 0, Run) { Recursive = true, Published = false }];

    /// <summary>Publishes, session by session, what a weekly column holds for the last complete week.</summary>
    /// <param name="column">What is published.</param>
    /// <param name="weekly">The weekly column.</param>
    /// <param name="ago">Sessions to look back.</param>
    public static Indicator Shown(Column column, string weekly, int ago = 0) =>
        new(["week", weekly], [column], ago, (in KernelContext f) => Show(f, ago)) { Recursive = true };

    /// <summary>An indicator of weekly rows that nobody publishes.</summary>
    public static Indicator Of(string name, string[] inputs, int needs, Kernel run) => new(inputs, [Helper(name)], needs, run) { Weekly = true, Recursive = true, Published = false };

    private static Column Helper(string name) => new(name, Unit.Ratio, "helper", "see the columns that use it", "house");

    /// <summary>Weeks begin on other rows in every lane, so each lane is walked by itself.</summary>
    private static void Run(in KernelContext f)
    {
        ReadOnlySpan<double> close = MemoryMarshal.Cast<Vector<double>, double>(f.In(0));
        Lanes.Blank(f.Out(1)[..f.Weeks]);
        Lanes.Blank(f.Out(2)[..f.Weeks]);
        Span<double> week = Flat(f.Out(0)), weekClose = Flat(f.Out(1)), weekBenchmark = Flat(f.Out(2));
        for (var lane = 0; lane < Vector<double>.Count; lane++)
            Walk(close[lane..], f.Days(lane), f.MarketContext, week[lane..], weekClose[lane..], weekBenchmark[lane..]);
    }

    /// <summary>
    /// A week is complete from its last scheduled session on, or at the symbol's next bar. Its row of the weekly columns is written by each of its bars,
    /// the last one stays; nothing shows it before.
    /// </summary>
    private static void Walk(ReadOnlySpan<double> close, ReadOnlySpan<int> days, MarketContext premises, Span<double> week, Span<double> weekClose, Span<double> weekBenchmark)
    {
        var (at, sunday, lastSession) = (-Vector<double>.Count, int.MinValue, 0);
        for (var t = 0; t < days.Length; t++)
        {
            if (days[t] > sunday)
            {
                at += Vector<double>.Count;
                sunday = Sunday(days[t]);
                lastSession = premises.Calendar.AtOrBefore(sunday);
                weekBenchmark[at] = premises.Benchmark.NewestAt(sunday) is { } day && day > sunday - DaysAWeek ? premises.Benchmark.CloseOn(day) : double.NaN;
            }
            weekClose[at] = close[t * Vector<double>.Count];
            week[t * Vector<double>.Count] = at / Vector<double>.Count + (days[t] >= lastSession ? 1 : 0);
        }
    }

    private static void Show(in KernelContext f, int ago)
    {
        ReadOnlySpan<double> week = MemoryMarshal.Cast<Vector<double>, double>(f.In(0)), weekly = MemoryMarshal.Cast<Vector<double>, double>(f.In(1));
        var y = Flat(f.Out(0));
        for (var lane = 0; lane < Vector<double>.Count; lane++)
            for (var t = f.From; t < f.Days(lane).Length; t++)
            {
                var complete = (int)week[(t - ago) * Vector<double>.Count + lane];
                y[t * Vector<double>.Count + lane] = complete > 0 ? weekly[(complete - 1) * Vector<double>.Count + lane] : double.NaN;
            }
    }

    private static Span<double> Flat(Span<Vector<double>> column) => MemoryMarshal.Cast<Vector<double>, double>(column);

    /// <summary>The end of the ISO week; day 0, 1970-01-01, was a Thursday.</summary>
    private static int Sunday(int day) => day + 6 - (((day + 3) % DaysAWeek + DaysAWeek) % DaysAWeek);
}
