using QuantMatrix.Indicators;
using QuantMatrix.Indicators.Kernels.Structure;
using QuantMatrix.Model;
using QuantMatrix.Tests.UnitTests.Indicators.Twins;

namespace QuantMatrix.Tests.UnitTests.Indicators;

/// <summary>TD Sequential kernels compared with their twin, bar by bar and bit by bit.</summary>
public class TdTwinTests
{
    private const int SeriesPerKind = 120;
    private static readonly Catalogue Td = new([.. new TdSetup().All, .. new TdCountdown().All]);

    private static readonly Dictionary<string, Func<int, IEnumerable<Bar>>> Generators = new()
    {
        ["random walk"] = seed => Series.Walk(seed, 300 + seed % 7),
        ["gappy walk"] = seed => Series.Gappy(seed, 300),
        ["ties on a coarse grid"] = seed => Series.Walk(seed, 300, 20).Select(b => OnGrid(b, 0.5)),
        ["zig-zag on a coarser grid"] = seed => Waves(seed, 20 + seed % 20, 3, 2).Select(b => OnGrid(b, 1)),
        ["long waves"] = seed => Waves(seed, 60 + seed % 90, 25, 1),
    };

    public static TheoryData<string> Kinds => [.. Generators.Keys];

    [Theory, MemberData(nameof(Kinds))]
    public void Every_column_equals_its_twin(string kind) => ShouldEqual(kind, strict: false);

    [Theory, MemberData(nameof(Kinds))]
    public void Every_column_equals_its_twin_with_strict_perfection(string kind) => ShouldEqual(kind, strict: true);

    private static void ShouldEqual(string kind, bool strict)
    {
        var (generate, market) = (Generators[kind], Series.MarketContext with { IsTdPerfectionStrict = strict });
        foreach (var seeds in Enumerable.Range(0, SeriesPerKind).Chunk(6))
        {
            var features = new Features(Series.Join(seeds.Select(seed => Series.Of($"S{seed:D3}", generate(seed)))), catalogue: Td, market: market);
            foreach (var seed in seeds)
                foreach (var (column, values) in TdTwin.Of([.. generate(seed)], strict))
                    features.Of($"S{seed:D3}", column).ShouldBe(values, $"{column}, {kind} {seed}");
        }
    }

    [Fact]
    public void The_twin_has_every_column() =>
        TdTwin.Of([.. Series.Walk(1, 100)]).Keys.ShouldBe(Td.Columns.Select(c => c.Name), ignoreOrder: true);

    [Fact]
    public void The_compared_series_cover_every_event()
    {
        var seen = new Dictionary<TdTwin.Event, int>();
        foreach (var generate in Generators.Values)
            for (var seed = 0; seed < SeriesPerKind; seed++)
                TdTwin.Of([.. generate(seed)], happened => seen[happened] = seen.GetValueOrDefault(happened) + 1);
        foreach (var e in Enum.GetValues<TdTwin.Event>()) seen.GetValueOrDefault(e).ShouldBeGreaterThan(10, $"{e}");
    }

    /// <summary>Noisy sine waves around a drifting center.</summary>
    private static IEnumerable<Bar> Waves(int seed, int length, double height, double noise)
    {
        var random = new Random(seed);
        return Series.FromCloses([.. Enumerable.Range(0, 400).Select(i =>
            200 + (seed % 3 - 1) * 0.2 * i + height * Math.Sin(2 * Math.PI * i / length) + noise * (random.NextDouble() - 0.5))]);
    }

    private static Bar OnGrid(Bar bar, double grid)
    {
        return bar with { Open = Round(bar.Open), High = Round(bar.High), Low = Round(bar.Low), Close = Round(bar.Close) };

        double Round(double price) => Math.Round(price / grid) * grid;
    }
}
