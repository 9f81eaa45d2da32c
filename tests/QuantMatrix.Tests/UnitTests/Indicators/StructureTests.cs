using QuantMatrix.Indicators;
using QuantMatrix.Indicators.Kernels.Structure;
using QuantMatrix.Indicators.Kernels.Volatility;
using QuantMatrix.Model;
using QuantMatrix.Tests.UnitTests.Indicators.Twins;

namespace QuantMatrix.Tests.UnitTests.Indicators;

/// <summary>Gaps and trend lines compared with a plain implementation.</summary>
public class StructureTests
{
    private static readonly Catalogue Structure = new(new IIndicatorFamily[] { new Atr(), new Gaps(), new TrendLines() }.SelectMany(i => i.All));

    private static readonly (string Symbol, Bar[] Bars, IReadOnlyDictionary<string, double[]> Values)[] Twins =
        [.. TestSeries().Select((bars, i) => ($"S{i:D3}", bars, StructureTwin.Of(bars)))];

    [Fact]
    public void Gaps_and_trend_lines_equal_the_twin_for_any_rows_kept()
    {
        foreach (var batch in Twins.Chunk(11))
        {
            var bars = Series.Join(batch.Select(s => Series.Of(s.Symbol, s.Bars)));
            var (all, latest) = (new Features(bars, catalogue: Structure), new Features(bars, keep: 5, Structure));
            foreach (var (symbol, column, expected) in batch.SelectMany(s => s.Values.Select(v => (s.Symbol, v.Key, v.Value))))
            {
                var actual = all.Of(symbol, column);
                actual.Length.ShouldBe(expected.Length);
                Enumerable.Range(0, actual.Length).Where(t => !Equal(actual[t], expected[t])).ShouldBeEmpty($"bars where {column} of {symbol} differs");
                latest.Of(symbol, column).ShouldBe(actual[^Math.Min(5, actual.Length)..], $"the last five of {column} of {symbol}");
            }
        }
    }

    [Fact]
    public void The_compared_series_cover_every_case_of_gaps_and_lines()
    {
        foreach (var direction in new[] { "up", "down" })
        {
            int Rows(string column, Func<double, double, bool> holds) =>
                Twins.Sum(x => x.Values[column].Zip(x.Values[column].Skip(1)).Count(p => holds(p.First, p.Second)));

            Rows($"gaps_unfilled_{direction}", (_, now) => now >= 3).ShouldBeGreaterThan(1000);
            Rows($"gaps_unfilled_{direction}", (last, now) => now == last - 1).ShouldBeGreaterThan(100);
            Rows($"gaps_unfilled_{direction}", (last, now) => now <= last - 2).ShouldBeGreaterThan(10);
            Rows($"gap_nearest_{direction}", (last, now) => !double.IsNaN(last) && double.IsNaN(now)).ShouldBeGreaterThan(50);
            for (var n = 1; n <= 3; n++) Rows($"trend_{direction}_count", (_, now) => now == n).ShouldBeGreaterThan(200);
            Rows($"trend_{direction}_level", (last, now) => !double.IsNaN(last) && double.IsNaN(now)).ShouldBeGreaterThan(100);
        }
        var lines = Twins.Select(x => (x.Bars, Atr: StructureTwin.Atr(x.Bars)))
            .SelectMany(x => Enumerable.Range(0, x.Bars.Length).Where(t => t % 10 == 4).Select(t => StructureTwin.Unbroken(x.Bars, x.Atr, t))).ToArray();
        lines.Count(l => l.Any(x => x.Touches >= 4)).ShouldBeGreaterThan(20);
        lines.Count(l => l.Length > 1 && l[0].Touches < l.Max(x => x.Touches)).ShouldBeGreaterThan(100);
        lines.Count(l => l.GroupBy(x => x.Touches).OrderBy(g => g.Key).LastOrDefault() is { } best && best.Count() > 1).ShouldBeGreaterThan(100);
        lines.Count(l => l.GroupBy(x => x.B).Any(g => g.Count() > 1)).ShouldBeGreaterThan(100);
        lines.Count(l => l.DistinctBy(x => x.B).Count() > 3).ShouldBeGreaterThan(20);
    }

    [Fact]
    public void A_gap_counts_for_120_sessions()
    {
        var bars = Series.Flat(300, 10).Select((b, i) => i < 50 ? b : b with { Open = 11, High = 11, Low = 11, Close = 11 });
        var counts = new Features(Series.Of("A", bars), catalogue: Structure).Of("A", "gaps_unfilled_up");
        counts[1..].ShouldBe(Enumerable.Range(1, 299).Select(t => t is >= 50 and < 170 ? 1.0 : 0.0));
    }

    [Theory, InlineData(1), InlineData(5), InlineData(int.MaxValue)]
    public void Open_gaps_and_unbroken_lines_of_the_newest_session_equal_the_twin(int keep)
    {
        var counts = new Dictionary<string, int>();
        foreach (var batch in Twins.Chunk(11))
        {
            var found = new List<PriceStructure>();
            var bars = Series.Join(batch.Select(s => Series.Of(s.Symbol, s.Bars)));
            using var features = new Engine(Structure, Series.MarketContext) { Structures = found }.Compute(bars, keep);
            foreach (var (symbol, series, _) in batch)
            {
                var expected = StructureTwin.Newest(symbol, series).ToList();
                found.Where(f => f.Symbol == symbol).Select(Text).ShouldBe(expected.Select(Text), ignoreOrder: true, symbol);
                foreach (var kind in expected.Select(e => e.Kind)) counts[kind] = counts.GetValueOrDefault(kind) + 1;
            }
        }
        counts.Count.ShouldBe(4);
        counts.Values.ShouldAllBe(n => n > 50);
    }

    /// <summary>The first line of a kind is the one whose value is published as the level.</summary>
    [Fact]
    public void Lines_come_in_the_order_of_their_touches()
    {
        foreach (var (symbol, bars, values) in Twins.Where(t => t.Bars.Length > 0))
        {
            var found = new List<PriceStructure>();
            using var features = new Engine(Structure, Series.MarketContext) { Structures = found }.Compute(Series.Of(symbol, bars), 1);
            foreach (var (kind, column) in new[] { (PriceStructure.LineRising, "trend_up_level"), (PriceStructure.LineFalling, "trend_down_level") })
            {
                var lines = found.Where(f => f.Kind == kind).ToList();
                lines.Select(l => l.Touches).ShouldBe(lines.Select(l => l.Touches).OrderDescending());
                Equal(lines.Select(l => l.Price).FirstOrDefault(double.NaN), values[column][^1]).ShouldBeTrue($"{symbol} {column}");
            }
        }
    }

    private static string Text(PriceStructure s) => $"{s.Kind} {s.FromDay}-{s.SecondDay}-{s.Day} {s.Low:R} {s.High:R} {s.Price:G10} {s.Touches} "
        + $"{s.FirstPrice:R} {s.SecondPrice:R} {s.Slope:G10}";

    private static bool Equal(double actual, double expected) =>
        double.IsNaN(expected) ? double.IsNaN(actual) : Math.Abs(actual - expected) <= 1e-12 * Math.Abs(expected);

    /// <summary>Walks, walks with holes, price jumps, a coarse grid (ties), rising and falling swings, and very short series.</summary>
    private static IEnumerable<Bar[]> TestSeries() =>
    [
        .. Enumerable.Range(0, 60).Select(i => Series.Walk(i, 150 + 3 * i).ToArray()),
        .. Enumerable.Range(0, 60).Select(i => Series.Gappy(100 + i, 150 + 2 * i).ToArray()),
        .. Enumerable.Range(0, 40).Select(i => Jumps(600 + i, 250)),
        .. Enumerable.Range(0, 60).Select(i => Coarse(Series.Walk(200 + i, 200), i % 3 + 1).ToArray()),
        .. Enumerable.Range(0, 40).Select(i => Swings(300 + i, 240, 0.3)),
        .. Enumerable.Range(0, 40).Select(i => Swings(400 + i, 240, -0.3)),
        .. Enumerable.Range(0, 21).Select(n => Series.Walk(500 + n, n).ToArray()),
    ];

    /// <summary>Sessions with a range of 2 % that open up to 4 % from the last close, so that one session may fill several gaps.</summary>
    private static Bar[] Jumps(int seed, int count)
    {
        var random = new Random(seed);
        var close = 100.0;
        return [.. Series.Sessions().Take(count).Select(session =>
        {
            var open = close * (1 + 0.08 * (random.NextDouble() - 0.5));
            close = open * (1 + 0.02 * (random.NextDouble() - 0.5));
            return new Bar(Day.Of(session), open, Math.Max(open, close), Math.Min(open, close), close, double.NaN, 1000);
        })];
    }

    private static IEnumerable<Bar> Coarse(IEnumerable<Bar> bars, double grid) => bars.Select(b =>
        b with { Open = Round(b.Open, grid), High = Round(b.High, grid), Low = Round(b.Low, grid), Close = Round(b.Close, grid) });

    private static double Round(double price, double grid) => Math.Max(1, Math.Round(price / grid)) * grid;

    /// <summary>Swings of varying length around a linear trend, on a quarter-point grid, with occasional jumps.</summary>
    private static Bar[] Swings(int seed, int count, double drift)
    {
        var random = new Random(seed);
        var (price, step, left) = (200.0, 1.0, 0);
        return [.. Series.Sessions().Take(count).Select(session =>
        {
            if (left-- == 0) (step, left) = (step > 0 ? -1 : 1, random.Next(5, 9));
            var open = price + (random.Next(12) == 0 ? 6 * (random.NextDouble() - 0.5) : 0);
            price = Math.Round((open + step + drift + 0.5 * (random.NextDouble() - 0.5)) * 4) / 4;
            return new Bar(Day.Of(session), open, Math.Max(open, price) + 0.25, Math.Min(open, price) - 0.25, price, double.NaN, 1000);
        })];
    }
}
