using QuantMatrix.Indicators;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Indicators.Twins;

/// <summary>Weinstein stages and Mansfield relative strength on weekly bars; each day shows its last complete week.</summary>
internal static class WeeklyTwin
{
    public static Dictionary<string, double[]> Of(History h)
    {
        var weeks = h.Bars.GroupBy(b => Monday(Day.Date(b.Day))).Select(g => (Monday: g.Key, g.Last().Close)).ToArray();
        var benchmark = h.Market.Benchmark.GroupBy(b => Monday(Day.Date(b.Day))).ToDictionary(g => g.Key, g => g.Last().Close);
        var close = Array.ConvertAll(weeks, w => w.Close);
        var ratio = Array.ConvertAll(weeks, w => w.Close / benchmark.GetValueOrDefault(w.Monday, double.NaN));

        var mean = AveragesTwin.Simple(close, 30);
        var slope = Loop.From(34, close.Length, w => Loop.PercentOver(mean[w], mean[w - 5]));
        var strength = Loop.From(51, close.Length, w => Loop.PercentOver(ratio[w], Loop.Mean(ratio, w, 52)));
        bool[] known = [.. weeks.Select((week, w) => h.IsBenchmark || (w < 51 ? benchmark.ContainsKey(week.Monday) : !double.IsNaN(strength[w])))];
        var stage = Stages(close, mean, slope, h.IsBenchmark ? [.. strength.Select(_ => 1.0)] : strength, known, h.Market.Stage);

        var ends = Array.ConvertAll(weeks, w => LastSession(w.Monday, h.Market.Calendar));
        int[] complete = [.. Enumerable.Range(0, h.Count).Select(t => ends.Count(end => end <= h.Date(t)))];
        var labels = Daily(complete, stage);
        return new()
        {
            ["rs_mansfield_pct"] = Daily(complete, strength),
            ["stage_label"] = labels,
            ["stage_label_5d_ago"] = Loop.From(5, h.Count, t => labels[t - 5]),
            ["stage_slope_pct"] = Daily(complete, slope),
            ["stage_dist_pct"] = Daily(complete, Loop.From(29, close.Length, w => Loop.PercentOver(close[w], mean[w]))),
        };
    }

    private static double[] Stages(double[] close, double[] mean, double[] slope, double[] strength, bool[] known, StageThresholds limits)
    {
        var stage = 0;
        return Loop.From(39, close.Length, w => (stage = !known[w] ? 0 : stage == 0 ? First(w) : Next(w)) == 0 ? double.NaN : stage);

        int First(int w) => Loop.IsAbove(mean[w], mean[w - 10]) ? (IsAbove(w) ? 2 : 3) : IsBelow(w) ? 4 : 1;

        int Next(int w)
        {
            if (IsBelow(w) && slope[w] < -limits.FlatBand) return 4;
            if (stage == 2) return slope[w] <= limits.FlatBand || IsBelow(w) ? 3 : 2;
            var strong = IsAbove(w) && slope[w] > limits.FlatBand && (strength[w] > 0 || strength[w] > strength[w - limits.RisingWeeks]);
            if (stage == 4) return strong ? 2 : 1;
            return strong && Enumerable.Range(0, limits.ConfirmWeeks).All(back => Holds(w - back)) ? 2 : stage;
        }

        bool Holds(int w) => IsAbove(w) && slope[w] >= 0;

        bool IsAbove(int w) => Loop.IsAbove(close[w], mean[w]);

        bool IsBelow(int w) => Loop.IsAbove(mean[w], close[w]);
    }

    /// <summary>Value of each day's last complete week.</summary>
    /// <param name="complete">Number of weeks complete on each day.</param>
    private static double[] Daily(int[] complete, double[] weekly) =>
        Loop.From(0, complete.Length, t => complete[t] == 0 ? double.NaN : weekly[complete[t] - 1]);

    /// <summary>ISO weeks begin on Monday.</summary>
    private static DateOnly Monday(DateOnly date) => date.AddDays(-((int)date.DayOfWeek + 6) % 7);

    private static DateOnly LastSession(DateOnly monday, SessionCalendar calendar) => calendar.Sessions(monday, monday.AddDays(6)).Last();
}
