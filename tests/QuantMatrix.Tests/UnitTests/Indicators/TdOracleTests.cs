using System.Globalization;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Indicators;

/// <summary>TD Sequential against labels read off a vendor's chart and against other programs, as far as their rules are ours.</summary>
public class TdOracleTests
{
    private const string Bkx = "indicators/td/bkx_input.csv";

    [FixtureFact]
    public void Every_label_on_the_vendors_chart_agrees()
    {
        var (bars, features) = Compute(Bkx);
        var labels = Lines("indicators/td/bkx_bloomberg_labels.csv");
        labels.Length.ShouldBe(14);
        foreach (var label in labels)
        {
            var row = Array.FindIndex(bars, b => b.Day == DayOf(label["date"]));
            features.Of("A", $"td_{label["series"]}")[row].ShouldBe(Sheet.Number(label["count"]), $"{label["series"]} on {label["date"]}");
        }
    }

    /// <summary>The oracles want a flip's first bar to be strictly on the other side; to us a bar equal to the one four before will do, so runs after one are ours alone.</summary>
    [FixtureTheory]
    [InlineData("td_BKX", Bkx, 11)]
    [InlineData("td_AAPL_5yr", "ohlcv/sp500_5yr/AAPL.csv", 8)]
    [InlineData("td_SPY_default502", "ohlcv/skender_quotes/default.csv", 0)]
    public void Setups_agree_but_for_runs_that_begin_after_an_equal_close(string oracle, string file, int barsAfterEqualCloses)
    {
        var (oracles, (bars, features)) = (Lines($"indicators/td/{oracle}.csv"), Compute(file));
        var ours = 0;
        foreach (var side in (string[])["buy", "sell"])
        {
            var setup = features.Of("A", $"td_{side}_setup");
            for (var t = 5; t < bars.Length; t++)
            {
                var before = t - (int)setup[t];
                var afterEqual = setup[t] > 0 && bars[before].Close == bars[before - 4].Close;
                if (afterEqual) ours++;
                Sheet.Number(oracles[t][$"py_{side}_setup"]).ShouldBe(afterEqual ? 0 : setup[t], $"py {side} setup on {oracles[t]["date"]}");
                if (oracles[t]["setup_consensus"] == "1")
                    Sheet.Number(oracles[t][$"js_{side}_setup"]).ShouldBe(afterEqual ? 0 : setup[t], $"js {side} setup on {oracles[t]["date"]}");
            }
        }
        ours.ShouldBe(barsAfterEqualCloses);
    }

    /// <summary>The oracle keeps several countdowns at once and shows a number only on bars that count: comparable while there can be but one, and nothing has ended or restarted it.</summary>
    [FixtureTheory]
    [InlineData("td_BKX", Bkx, "buy", 22)]
    [InlineData("td_BKX", Bkx, "sell", 21)]
    [InlineData("td_AAPL_5yr", "ohlcv/sp500_5yr/AAPL.csv", "buy", 69)]
    [InlineData("td_AAPL_5yr", "ohlcv/sp500_5yr/AAPL.csv", "sell", 102)]
    [InlineData("td_SPY_default502", "ohlcv/skender_quotes/default.csv", "buy", 13)]
    [InlineData("td_SPY_default502", "ohlcv/skender_quotes/default.csv", "sell", 30)]
    public void A_countdown_on_its_own_counts_the_bars_the_oracle_counts(string oracle, string file, string side, int counted)
    {
        var (oracles, (_, features)) = (Lines($"indicators/td/{oracle}.csv"), Compute(file));
        double[] Column(string name) => [.. oracles.Select(l => Sheet.Number(l[$"py_{side}_{name}"]))];
        var (theirSetup, theirs, ours) = (Column("setup"), Column("cd"), features.Of("A", $"td_{side}_countdown"));
        foreach (var t in Alone(features, side, theirSetup))
        {
            var counts = ours[t] > 0 && (theirSetup[t] == 9 || ours[t] != ours[t - 1]);
            theirs[t].ShouldBe(counts ? ours[t] : 0, $"{side} countdown on {oracles[t]["date"]}");
            if (counts) counted--;
        }
        counted.ShouldBe(0);
    }

    /// <summary>Lean's own phases: 0 none, 1 buy setup, 5 its bar 9 perfected, 3 countdown under way. Made-up bars, so the phase is all there is to compare.</summary>
    [FixtureFact]
    public void Phases_agree_with_Lean()
    {
        var lines = Lines("indicators/lean_testdata/td_sequential_test_data.csv");
        var features = new Features(Series.Of("A", lines.Zip(Series.Sessions(), (l, session) => BarOf(l, Day.Of(session)))));
        var (setup, perfect, countdown) = (features.Of("A", "td_buy_setup"), features.Of("A", "td_perfect_buy"), features.Of("A", "td_buy_countdown"));
        for (var t = 5; t < lines.Length; t++)
            (setup[t] is >= 1 and <= 8 ? 1 : setup[t] == 9 ? perfect[t] * 5 : countdown[t] > 0 ? 3 : 0).ShouldBe(Sheet.Number(lines[t]["TDS"]), $"bar {t}");
    }

    /// <summary>Rows from a first completed setup after an opposite one until the next completed setup, bar 18, bar 13 or a true range wholly beyond TDST.</summary>
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

    private static (Bar[] Bars, Features Features) Compute(string file)
    {
        var bars = Lines(file).Select(l => BarOf(l, DayOf(l["date"]))).ToArray();
        return (bars, new Features(Series.Of("A", bars)));
    }

    private static Bar BarOf(Dictionary<string, string> line, int day) =>
        new(day, Sheet.Number(line["open"]), Sheet.Number(line["high"]), Sheet.Number(line["low"]), Sheet.Number(line["close"]), double.NaN, 1);

    private static int DayOf(string date) => Day.Of(DateOnly.Parse(date[..10], CultureInfo.InvariantCulture));

    private static Dictionary<string, string>[] Lines(string file)
    {
        var lines = File.ReadAllLines(Fixtures.Path(file.Split('/'))).Select(l => l.Split(',')).ToArray();
        return [.. lines[1..].Select(l => lines[0].Zip(l).ToDictionary(p => p.First, p => p.Second, StringComparer.OrdinalIgnoreCase))];
    }
}
