using Microsoft.Data.Analysis;
using QuantMatrix.Batch.Config;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Screens;

/// <summary>The results of screens of past sessions as a table, and what a reader must know about them.</summary>
internal static class ScreenText
{
    private const int MostNamed = 5;

    /// <summary>The columns shown with two decimals.</summary>
    public static readonly IReadOnlyList<string> Ratios = ["return_pct", "excess_pct", "std_error_pct", "t", "hit_rate_pct"];

    /// <summary>One row per horizon.</summary>
    public static DataFrame Frame(IReadOnlyList<HorizonReturns> returns)
    {
        List<ScreenOutcome> outcomes = [.. returns.Select(ScreenOutcome.Of)];
        return new(
            Whole("sessions", outcomes.Select(o => o.Sessions)), Whole("entries", outcomes.Select(o => o.Entries)),
            Whole("symbols", outcomes.Select(o => o.Symbols)), Whole("dates", outcomes.Select(o => o.Dates)),
            Number(Ratios[0], outcomes.Select(o => o.Return)), Number(Ratios[1], outcomes.Select(o => o.Excess)),
            Number(Ratios[2], outcomes.Select(o => o.StandardError)), Number(Ratios[3], outcomes.Select(o => o.T)),
            Number(Ratios[4], outcomes.Select(o => o.HitRate)), Whole("ahead", returns.Select(r => r.Ahead)),
            Whole("untraded", returns.Select(r => r.Untraded)), Whole("early", returns.Select(r => r.Early)));
    }

    public static IEnumerable<string> OfPast(ScreenMarket market, ScreenUniverse universe)
    {
        yield return $"as of {Day.Text(market.Day)}: computed in memory from the bars up to that session; nothing was written";
        foreach (var (index, began) in universe.LaterThan(Day.Date(market.Day)))
            yield return $"{index}: member lists are stored from {began:yyyy-MM-dd} on; the first one stands in for {Day.Text(market.Day)}";
        if (LeftOut(universe) is { Length: > 0 } left) yield return left;
    }

    public static IEnumerable<string> OfHistory(ScreenCondition condition, ScreenUniverse universe, IReadOnlyList<HorizonReturns> returns)
    {
        var days = returns[0].Entries.Select(e => e.Day).ToList();
        yield return $"condition: {condition.Text.ReplaceLineEndings(" ")}";
        yield return $"entries: {(days.Count == 0 ? "none" : $"{Day.Text(days.Min())} to {Day.Text(days.Max())}")}; "
            + "the first session in which the condition holds after one in which it did not";
        yield return "a session in which the condition has no value counts as one in which it does not hold";
        yield return "trades: bought at the next open, sold at the close of the "
            + $"{string.Join(", ", returns.Select(r => $"{r.Horizon}th"))} session after the entry";
        yield return "excess: over the median of the same trade in every member of that day; hit rate: entries with a positive excess";
        yield return "standard errors: clustered by date, not corrected for trades that overlap; prices: adjusted for splits, without dividends and costs";
        yield return "ahead: exit after the newest session; untraded: no bar in the next session; early: no bar at the exit, sold at the last close before";
        yield return Survivorship(universe, days);
        if (LeftOut(universe) is { Length: > 0 } left) yield return left;
    }

    /// <summary>Holdings and watch lists of today would be hindsight in a past session.</summary>
    private static string LeftOut(ScreenUniverse universe) => universe.LeftOut.Count == 0 ? ""
        : $"left out: {Plural.Of(universe.LeftOut.Count, "symbol")} tracked today that never was an index member: "
            + string.Join(", ", universe.LeftOut.Take(MostNamed)) + (universe.LeftOut.Count > MostNamed ? ", …" : "");

    private static string Survivorship(ScreenUniverse universe, List<int> days)
    {
        List<string> later = [.. universe.LaterThan(Day.Date(days.DefaultIfEmpty(0).Min())).GroupBy(b => b.Began).OrderBy(g => g.Key)
            .Select(g => $"{g.Key:yyyy-MM-dd} ({string.Join(", ", g.Select(b => b.Index))})")];
        return universe.IsTracked ? "survivorship: no member list is stored; the symbols tracked today stand in for every session, so results look better"
            : later.Count == 0 ? "survivorship: members by the lists stored for each day"
            : $"survivorship: member lists are stored from {string.Join(", ", later)} on; before, the first list stands in: "
                + "companies that had left are missing, so results look better than they were";
    }

    private static Int64DataFrameColumn Whole(string name, IEnumerable<int> values) => new(name, values.Select(v => (long?)v));

    private static DoubleDataFrameColumn Number(string name, IEnumerable<double> values) => new(name, values.Select(v => double.IsNaN(v) ? null : (double?)v));
}
