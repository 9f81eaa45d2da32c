using QuantMatrix.Indicators;

namespace QuantMatrix.Tests.UnitTests.Indicators;

public class BenchmarkTests
{
    private static readonly int[] Sessions = [100, 101, 104, 105, 106, 110, 111, 112];

    /// <summary>All runs of days around the sessions, with and without a missing or an additional day, compared with single lookups.</summary>
    [Fact]
    public void A_batch_lookup_equals_single_lookups()
    {
        var benchmark = new Benchmark("SPY", Sessions, [.. Sessions.Select(d => (double)d)]);
        foreach (var days in Runs([.. Enumerable.Range(97, 19)])) ShouldMatch(benchmark, days);
        foreach (var days in Runs(Sessions)) ShouldMatch(benchmark, days);
        foreach (var missing in Sessions)
            foreach (var days in Runs([.. Sessions.Where(d => d != missing)])) ShouldMatch(benchmark, days);
    }

    [Fact]
    public void An_empty_benchmark_has_no_session_on_any_day() => ShouldMatch(new Benchmark("SPY"), Sessions);

    private static void ShouldMatch(Benchmark benchmark, int[] days)
    {
        var single = days.Select(benchmark.LastSessionAt).ToList();
        var batch = new int[days.Length];
        benchmark.LastSessionsAt(days, batch).ShouldBe(single.Count(d => d is null));
        batch.ShouldBe(single.Select(d => d ?? 0), string.Join(' ', days));
    }

    private static IEnumerable<int[]> Runs(int[] days) =>
        from start in Enumerable.Range(0, days.Length)
        from end in Enumerable.Range(start, days.Length - start + 1)
        select days[start..end];
}
