using QuantMatrix.Indicators;

namespace QuantMatrix.Tests.UnitTests.Indicators;

public class BenchmarkTests
{
    private static readonly int[] Sessions = [100, 101, 104, 105, 106, 110, 111, 112];

    /// <summary>Every run of days around the sessions, and every one that misses or adds a day, against a look-up day by day.</summary>
    [Fact]
    public void Days_looked_up_together_find_the_bars_each_finds_alone()
    {
        var benchmark = new Benchmark("SPY", Sessions, [.. Sessions.Select(d => (double)d)]);
        foreach (var days in Runs([.. Enumerable.Range(97, 19)]).Concat(Runs(Sessions)).Concat(Sessions.SelectMany(missing => Runs([.. Sessions.Where(d => d != missing)]))))
            ShouldFind(benchmark, days);
    }

    [Fact]
    public void A_benchmark_without_a_bar_has_none_before_any_day() => ShouldFind(new Benchmark("SPY"), Sessions);

    private static void ShouldFind(Benchmark benchmark, int[] days)
    {
        var alone = days.Select(benchmark.LastSessionAt).ToList();
        var together = new int[days.Length];
        benchmark.LastSessionsAt(days, together).ShouldBe(alone.Count(d => d is null));
        together.ShouldBe(alone.Select(d => d ?? 0), string.Join(' ', days));
    }

    private static IEnumerable<int[]> Runs(int[] days) =>
        from start in Enumerable.Range(0, days.Length)
        from end in Enumerable.Range(start, days.Length - start + 1)
        select days[start..end];
}
