using QuantMatrix.Indicators;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Indicators.Twins;

/// <summary>TD Sequential step by step: list the runs, list the setups, then walk each countdown through its bars.</summary>
internal static class TdTwin
{
    /// <summary>Events of a setup or a countdown; a test requires each to occur.</summary>
    public enum Event
    {
        EqualityEndsRun, PerfectAtNine, PerfectLater, NeverPerfect, NineCounts, CancelledByOpposite, CancelledByTdst, Recycled, RecycledAtTwelve,
        TooSmall, TooLarge, RestartedAt18, Deferred, ThirteenAfterDeferral, Thirteen,
    }

    /// <summary>A run of closes below those four bars earlier, from its price flip on; its bar n is <c>First + n − 1</c>.</summary>
    private sealed record Run(int First, int Last)
    {
        public bool Reaches(int bar) => Last - First + 1 >= bar;

        public int At(int bar) => First + bar - 1;
    }

    private sealed record Setup(Run Run, double Tdst, double Size)
    {
        public int Nine => Run.At(9);
    }

    private sealed class Countdown(Setup setup)
    {
        public Setup Setup { get; } = setup;

        public List<int> Counted { get; } = [];

        public bool WasDeferred { get; set; }
    }

    /// <summary>Every TD column by name, NaN where NULL.</summary>
    public static IReadOnlyDictionary<string, double[]> Of(Bar[] bars, bool strict = false) => Of(bars, _ => { }, strict);

    /// <param name="bars">One symbol's bars.</param>
    /// <param name="record">Called for each event.</param>
    /// <param name="strict">Whether a perfected setup goes beyond bars 6 and 7, not only to them.</param>
    public static IReadOnlyDictionary<string, double[]> Of(Bar[] bars, Action<Event> record, bool strict = false)
    {
        Bar[] turned = [.. bars.Select(b => b with { High = -b.Low, Low = -b.High, Close = -b.Close })];
        var (buys, sells) = (RunsOf(bars, record), RunsOf(turned, record));
        var columns = new Dictionary<string, double[]>();
        Fill(columns, "buy", "tdst_resistance", bars, buys, sells, record);
        columns["td_perfect_buy"] = Perfections(bars, buys, strict, record);
        Fill(columns, "sell", "tdst_support", turned, sells, buys, record);
        columns["td_perfect_sell"] = Perfections(turned, sells, strict, record);
        columns["tdst_support"] = [.. columns["tdst_support"].Select(x => -x)];
        return columns;
    }

    private static void Fill(Dictionary<string, double[]> columns, string side, string tdst, Bar[] bars, List<Run> runs, List<Run> opposite,
        Action<Event> record)
    {
        List<Setup> setups = [.. runs.Where(r => r.Reaches(9)).Select(r => SetupOf(bars, r))];
        columns[$"td_{side}_setup"] = Rows(bars, t => RunAt(runs, t) is { } run && t <= run.At(9) ? t - run.First + 1 : 0);
        columns[$"td_{side}_complete"] = Rows(bars, t => RunAt(runs, t) is { } run && t >= run.At(9) ? 1 : 0);
        columns[tdst] = Rows(bars, t => setups.LastOrDefault(s => s.Nine <= t)?.Tdst ?? double.NaN);
        (columns[$"td_{side}_countdown"], columns[$"td_{side}_deferred"]) = Countdowns(bars, setups, opposite, record);
    }

    private static double[] Rows(Bar[] bars, Func<int, double> at) => [.. bars.Select((_, t) => t < 5 ? double.NaN : at(t))];

    private static List<Run> RunsOf(Bar[] bars, Action<Event> record)
    {
        var runs = new List<Run>();
        for (var t = 5; t < bars.Length; t++)
        {
            if (!Below(t) || Below(t - 1)) continue;
            var last = t;
            while (last + 1 < bars.Length && Below(last + 1)) last++;
            if (last + 1 < bars.Length && bars[last + 1].Close == bars[last - 3].Close) record(Event.EqualityEndsRun);
            runs.Add(new Run(t, last));
        }
        return runs;

        bool Below(int t) => bars[t].Close < bars[t - 4].Close;
    }

    private static Run? RunAt(List<Run> runs, int t) => runs.Find(r => r.First <= t && t <= r.Last);

    private static double TrueHigh(Bar[] bars, int t) => Math.Max(bars[t].High, bars[t - 1].Close);

    private static double TrueLow(Bar[] bars, int t) => Math.Min(bars[t].Low, bars[t - 1].Close);

    private static Setup SetupOf(Bar[] bars, Run run)
    {
        var nine = Enumerable.Range(run.First, 9).ToArray();
        var top = nine.Max(t => TrueHigh(bars, t));
        return new Setup(run, top, top - nine.Min(t => TrueLow(bars, t)));
    }

    private static double[] Perfections(Bar[] bars, List<Run> runs, bool strict, Action<Event> record)
    {
        var perfect = Rows(bars, _ => 0);
        for (var r = 0; r < runs.Count; r++)
        {
            if (!runs[r].Reaches(9)) continue;
            var (run, end) = (runs[r], r + 1 < runs.Count ? runs[r + 1].First : bars.Length);
            var mark = Math.Min(bars[run.At(6)].Low, bars[run.At(7)].Low);
            var beyond = Enumerable.Range(run.At(8), end - run.At(8)).Where(t => strict ? bars[t].Low < mark : bars[t].Low <= mark)
                .Select(t => Math.Max(t, run.At(9))).DefaultIfEmpty(end).First();
            record(beyond == run.At(9) ? Event.PerfectAtNine : beyond < end ? Event.PerfectLater : Event.NeverPerfect);
            for (var t = beyond; t < end; t++) perfect[t] = 1;
        }
        return perfect;
    }

    private static (double[] Counts, double[] Deferred) Countdowns(Bar[] bars, List<Setup> setups, List<Run> opposite, Action<Event> record)
    {
        var (counts, deferred) = (Rows(bars, _ => 0), Rows(bars, _ => 0));
        Countdown? active = null;
        for (var t = 5; t < bars.Length; t++)
        {
            active = Cancel(active, bars, opposite, t, record);
            if (setups.Find(s => s.Nine == t) is { } setup) active = Begin(active, setup, record);
            if (active is not null && setups.Exists(s => s.Run.Reaches(18) && s.Run.At(18) == t)) active = Restart(active, record);
            if (active is null) continue;
            if (bars[t].Close <= bars[t - 2].Low) deferred[t] = Count(active, bars, t, record) ? 0 : 1;
            counts[t] = active.Counted.Count;
            if (active.Counted.Count == 13) active = null;
        }
        return (counts, deferred);
    }

    private static Countdown? Cancel(Countdown? active, Bar[] bars, List<Run> opposite, int t, Action<Event> record)
    {
        if (active is null) return null;
        var byOpposite = opposite.Exists(r => r.Reaches(9) && r.At(9) == t);
        var byTdst = TrueLow(bars, t) > active.Setup.Tdst;
        if (byOpposite) record(Event.CancelledByOpposite);
        if (byTdst && !byOpposite) record(Event.CancelledByTdst);
        return byOpposite || byTdst ? null : active;
    }

    private static Countdown Begin(Countdown? active, Setup setup, Action<Event> record)
    {
        if (active is null) return new Countdown(setup);
        var (size, old) = (setup.Size, active.Setup.Size);
        var inside = size >= old && size < 1.618 * old;
        record(inside ? Event.Recycled : size < old ? Event.TooSmall : Event.TooLarge);
        if (inside && active.Counted.Count == 12) record(Event.RecycledAtTwelve);
        return inside ? new Countdown(setup) : active;
    }

    private static Countdown Restart(Countdown active, Action<Event> record)
    {
        record(Event.RestartedAt18);
        return new Countdown(active.Setup);
    }

    /// <summary>False when bar 13 is deferred.</summary>
    private static bool Count(Countdown active, Bar[] bars, int t, Action<Event> record)
    {
        if (active.Counted.Count == 12 && bars[t].Low > bars[active.Counted[7]].Close)
        {
            record(Event.Deferred);
            active.WasDeferred = true;
            return false;
        }
        if (t == active.Setup.Nine) record(Event.NineCounts);
        active.Counted.Add(t);
        if (active.Counted.Count == 13) record(active.WasDeferred ? Event.ThirteenAfterDeferral : Event.Thirteen);
        return true;
    }
}
