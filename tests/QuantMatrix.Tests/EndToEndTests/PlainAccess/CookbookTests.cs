using System.Globalization;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.EndToEndTests.PlainAccess;

using Row = IReadOnlyDictionary<string, object?>;

/// <summary>Every question of <c>sql/cookbook</c> has an answer on the sample, and the numbers are those computed here from its bars.</summary>
[Trait("class", "slow")]
[Collection(nameof(MovedRoot))]
public sealed class CookbookTests(MovedRoot root)
{
    private static IReadOnlyList<string> Symbols { get; } = [.. File.ReadLines(Sample.File).Skip(1).Select(line => line.Split(',')[0]).Distinct()];

    private static readonly Dictionary<string, Action<IReadOnlyList<Row>>> Checks = new()
    {
        ["after_a_drop"] = AfterADrop,
        ["breadth"] = rows =>
        {
            rows.Count.ShouldBe(60);
            rows.ShouldAllBe(r => Of(r, "advances") + Of(r, "declines") <= Of(r, "members") && Between(r, "above_sma50", 0, 100) && Of(r, "members") >= 48);
            Of(rows[0], "declines").ShouldBe(Symbols.Count(s => Closes(s)[^1] < Closes(s)[^2]));
        },
        ["breakouts"] = rows => rows.ShouldAllBe(r => High(r, 20) == Of(r, "high_20") && Of(r, "close") > Of(r, "high_20")),
        ["correlated_pairs"] = rows =>
        {
            rows.Count.ShouldBe(20);
            rows.Select(r => Of(r, "correlation")).ShouldBeInOrder(SortDirection.Descending);
            Of(rows[0], "correlation").ShouldBe(Correlation(Returns(Text(rows[0], "first")), Returns(Text(rows[0], "second"))), 0.0005);
        },
        ["index_members_today"] = rows =>
        {
            rows.Count.ShouldBe(30);
            Of(rows[0], "equal_weight_1d").ShouldBe(rows.Average(r => Performance(Text(r, "symbol"), 1)), 0.006);
        },
        ["liquidity"] = rows =>
        {
            rows.Count.ShouldBe(Sample.Symbols);
            foreach (var r in rows)
                Of(r, "dollar_volume_millions").ShouldBe(Median(Sample.BarsOf(Text(r, "symbol")).TakeLast(60).Select(b => b.Close * b.Volume / 1e6)), 0.051);
        },
        ["maximum_drawdown"] = rows =>
        {
            rows.Count.ShouldBe(Sample.Symbols);
            foreach (var r in rows) Of(r, "fall_pct").ShouldBe(100 * Fall(Closes(Text(r, "symbol"))), 0.051);
            rows.ShouldAllBe(r => Date(r, "peak_date") < Date(r, "low_date") && (r["recovered"] == null || Date(r, "recovered") > Date(r, "low_date")));
        },
        ["missing_sessions"] = rows =>
            string.Join(' ', rows.Single().Values.Select(v => $"{v:yyyy-MM-dd}")).ShouldBe("CHK 2014-06-30 low 30.37 above close 29.39 open"),
        ["monthly_returns"] = rows =>
        {
            rows.Select(r => Of(r, "year")).ShouldBe([2013, 2014, 2015, 2016, 2017, 2018]);
            foreach (var (r, month) in rows.SelectMany(r => Enumerable.Range(1, 12).Select(m => (r, m))))
                (r[Name(month)] as double?).ShouldBe(Month("AAPL", (int)Of(r, "year"), month) is { } change ? Math.Round(change, 1) : null);
        },
        ["near_a_rising_line"] = rows => rows.ShouldAllBe(r => Of(r, "close") >= Of(r, "line") - 0.01 && Between(r, "atr_above", 0, 2)
            && Of(r, "touches") >= 2 && Date(r, "first_pivot") < Date(r, "second_pivot")),
        ["open_gaps_below"] = rows =>
        {
            rows.Select(r => Of(r, "atr_away")).ShouldBeInOrder();
            rows.ShouldAllBe(r => Of(r, "low") < Of(r, "high") && Of(r, "high") <= Of(r, "close") + 0.01 && Lowest(r, "gap_session") >= Of(r, "high") - 0.01);
        },
        ["overnight_and_intraday"] = rows =>
        {
            rows.Count.ShouldBe(Symbols.Count(s => Closes(s).Count > 252));
            foreach (var r in rows) Of(r, "total_pct").ShouldBe(Performance(Text(r, "symbol"), 252), 0.051);
        },
        ["oversold_above_sma_200"] = rows =>
            rows.ShouldAllBe(r => Of(r, "rsi_14") <= 40 && Of(r, "pct_dist_sma_200") >= 0
                && Of(r, "close") > Closes(Text(r, "symbol")).TakeLast(200).Average()),
        ["relative_strength_leaders"] = rows =>
        {
            rows.Select(r => Of(r, "rs_rank")).ShouldBeInOrder(SortDirection.Descending);
            rows.Count(r => r["sector"] is string && r["name"] is string).ShouldBe(10);
        },
        ["screen_changes"] = rows =>
        {
            rows.Select(r => Text(r, "change")).Distinct().ShouldBe(["entered", "left"], ignoreOrder: true);
            rows.Select(r => $"{r["screen"]} {r["symbol"]}").ShouldBeUnique();
        },
        ["seasonality"] = rows =>
        {
            rows.Select(r => Of(r, "month")).ShouldBe(Enumerable.Range(1, 12).Select(m => (double)m));
            rows.Sum(r => Of(r, "years")).ShouldBe(59); // 2013-03 to 2018-01
            Of(rows[4], "mean_pct").ShouldBe(Enumerable.Range(2013, 5).Average(year => Month("SPY", year, 5)!.Value), 0.0051);
        },
        ["sector_strength"] = rows =>
        {
            rows.Sum(r => Of(r, "stocks")).ShouldBe(44, 4);
            rows.ShouldAllBe(r => Between(r, "stage_2_pct", 0, 100) && Between(r, "rs_rank", 1, 99));
        },
        ["trend_filter"] = rows =>
        {
            Of(rows[^1], "sessions").ShouldBe(Sample.Sessions - 200);
            Of(rows[^1], "always").ShouldBe(Closes("SPY")[^1] / Closes("SPY")[199], 0.00006);
            rows.ShouldAllBe(r => Of(r, "held") <= Of(r, "sessions"));
        },
        ["unusual_volume"] = rows => rows.ShouldAllBe(r => Of(r, "times_average") >= 2 && Date(r, "date") >= new DateOnly(2018, 1, 8)),
        ["what_happened_last_session"] = rows => rows.ShouldAllBe(r => Of(r, "price") == LastClose(Text(r, "symbol"))),
    };

    public static TheoryData<string> Questions => [.. MovedRoot.Cookbook.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Questions))]
    public async Task A_question_has_the_right_answer_on_the_sample(string name)
    {
        var rows = root.Read(MovedRoot.Cookbook[name]);
        rows.ShouldNotBeEmpty();
        rows.Count.ShouldBe(root.Answers[name].Count);
        var printed = await root.CallAsync("sql", "-f", Path.Combine(Fixtures.Repository, "sql", "cookbook", $"{name}.sql"), "--format", "csv");
        printed.ShouldBe(ExitCode.Ok, string.Join(',', rows[0].Keys) + "\r\n");
        printed.Output.Split("\r\n").Length.ShouldBe(rows.Count + 2);
        Checks[name](rows);
    }

    [Fact]
    public void A_question_is_one_comment_line_and_one_statement()
    {
        MovedRoot.Cookbook.Count.ShouldBe(20);
        foreach (var (name, text) in MovedRoot.Cookbook)
        {
            text.ShouldMatch(@"\A-- .+[?.]( .*\.)?\n(?!--)", name);
            text.TrimEnd().IndexOf(';', StringComparison.Ordinal).ShouldBe(text.TrimEnd().Length - 1, name);
            text.Split('\n').ShouldAllBe(line => line.Length <= 160);
        }
    }

    [Fact]
    public void The_documentation_lists_every_question()
    {
        var document = File.ReadAllText(Path.Combine(Fixtures.Repository, "docs", "cookbook.md"));
        foreach (var (name, text) in MovedRoot.Cookbook)
            document.ShouldContain($"| {text.Split('\n')[0]["-- ".Length..]} | [{name}.sql](../sql/cookbook/{name}.sql) |");
    }

    private static void AfterADrop(IReadOnlyList<Row> rows)
    {
        var falls = Symbols.SelectMany(s => Closes(s).Zip(Closes(s).Skip(1), (before, close) => close / before - 1).SkipLast(20)
            .Select((change, at) => (change, next: Closes(s)[at + 6] / Closes(s)[at + 1] - 1))).Where(f => f.change <= -0.05).ToList();
        Of(rows[^1], "falls").ShouldBe(falls.Count);
        Of(rows[^1], "next_5_pct").ShouldBe(100 * falls.Average(f => f.next), 0.0051);
        rows.SkipLast(1).Sum(r => Of(r, "falls")).ShouldBe(falls.Count);
    }

    private static IReadOnlyList<double> Closes(string symbol) => [.. Sample.BarsOf(symbol).Select(b => b.Close)];

    private static double LastClose(string symbol) => Closes(symbol)[^1];

    private static double Performance(string symbol, int sessions) => 100 * (Closes(symbol)[^1] / Closes(symbol)[^(sessions + 1)] - 1);

    private static List<double> Returns(string symbol) =>
        [.. Closes(symbol).TakeLast(121).Zip(Closes(symbol).TakeLast(120), (before, close) => Math.Log(close / before))];

    private static double Fall(IReadOnlyList<double> closes)
    {
        var (peak, fall) = (0.0, 0.0);
        foreach (var close in closes) (peak, fall) = (Math.Max(peak, close), Math.Min(fall, close / Math.Max(peak, close) - 1));
        return fall;
    }

    /// <summary>Change of the last close of a month over that of the month before, in percent; null without one of them.</summary>
    private static double? Month(string symbol, int year, int month)
    {
        double? Last(DateOnly first) => Sample.BarsOf(symbol).Where(b => Day.Date(b.Day) >= first && Day.Date(b.Day) < first.AddMonths(1))
            .Select(b => (double?)b.Close).LastOrDefault();
        return 100 * (Last(new(year, month, 1)) / Last(new DateOnly(year, month, 1).AddMonths(-1)) - 1);
    }

    /// <summary>The highest high of the sessions before a row's.</summary>
    private static double High(Row row, int sessions) =>
        Sample.BarsOf(Text(row, "symbol")).TakeWhile(b => Day.Date(b.Day) < Date(row, "date")).TakeLast(sessions).Max(b => b.High);

    /// <summary>The lowest low since a row's session.</summary>
    private static double Lowest(Row row, string since) =>
        Sample.BarsOf(Text(row, "symbol")).SkipWhile(b => Day.Date(b.Day) < Date(row, since)).Min(b => b.Low);

    private static double Median(IEnumerable<double> values) => values.Order().ToList() is var sorted
        ? (sorted[sorted.Count / 2] + sorted[(sorted.Count - 1) / 2]) / 2 : 0;

    private static double Correlation(List<double> a, List<double> b)
    {
        var (x, y) = (a.Average(), b.Average());
        return a.Zip(b, (u, v) => (u - x) * (v - y)).Sum() / Math.Sqrt(a.Sum(u => (u - x) * (u - x)) * b.Sum(v => (v - y) * (v - y)));
    }

    private static bool Between(Row row, string column, double low, double high) => Of(row, column) >= low && Of(row, column) <= high;

    private static double Of(Row row, string column) => Convert.ToDouble(row[column], CultureInfo.InvariantCulture);

    private static string Text(Row row, string column) => (string)row[column]!;

    private static DateOnly Date(Row row, string column) => (DateOnly)row[column]!;

    private static string Name(int month) => month.ToString(CultureInfo.InvariantCulture);
}
