using Microsoft.Extensions.Time.Testing;
using QuantMatrix.Indicators;
using QuantMatrix.Lake;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;
using QuantMatrix.Tests.UnitTests.Indicators;

namespace QuantMatrix.Tests.UnitTests.Lake;

/// <summary>The total-return closes of <c>price_data</c>, of <c>BarsAsync</c> and of <see cref="TotalReturn"/> are one.</summary>
public sealed class TotalReturnViewTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly DataLake lake;
    private readonly Bars bars = Series.Join(
        Series.Of("AAA", Series.Walk(1, 700)), Series.Of("BBB", Series.Walk(2, 300)), Series.Of("CCC", Series.Gappy(3, 200)),
        Series.Of("DDD", Series.Walk(4, 90)));


    public TotalReturnViewTests() => lake = new DataLake(folder["lake"], new FakeTimeProvider(), workers: 2, Catalogue.Standard.FeatureSchema);

    public void Dispose()
    {
        lake.Dispose();
        folder.Dispose();
    }

    /// <summary>Dividends and adjustments at random days: between bars, of one date, of two sources, before, after and far after the bars, too large.</summary>
    [Theory]
    [InlineData(1, 40)]
    [InlineData(2, 400)]
    [InlineData(3, 0)]
    public async Task Sql_and_code_compute_the_same(int seed, int count)
    {
        var actions = Random(seed, count);
        await StoreAsync(actions);
        var expected = Expected(actions);

        (await lake.BarsAsync(lake.Current(), new BarRange(), default)).AdjClose.ToArray().ShouldBeSame(expected);
        Query("SELECT adj_close FROM price_data ORDER BY symbol, date").ShouldBeSame(expected);
    }

    [Fact]
    public async Task A_range_has_the_closes_of_the_whole()
    {
        var actions = Random(5, 60);
        await StoreAsync(actions);
        var from = bars.RowsOf(1).Start.Value;
        var range = new BarRange { Symbols = ["BBB"], From = Day.Date(bars.Days[from + 20]), To = Day.Date(bars.Days[from + 79]) };
        (await lake.BarsAsync(lake.Current(), range, default)).AdjClose.ToArray().ShouldBeSame(Expected(actions)[(from + 20)..(from + 80)]);
    }

    /// <summary>Queries that use the total-return close in every way, and some that do not.</summary>
    [Theory]
    [InlineData("SELECT adj_close FROM price_data ORDER BY symbol, date LIMIT 1", true)]
    [InlineData("SELECT ADJ_CLOSE FROM price_data ORDER BY symbol, date LIMIT 1", true)]
    [InlineData("SELECT #8 FROM (SELECT * FROM price_data ORDER BY symbol, date LIMIT 1)", true)]
    [InlineData("FROM (FROM price_data ORDER BY symbol, date LIMIT 1) SELECT COLUMNS('^adj')", true)]
    [InlineData("SELECT struct_extract_at(p, 8) FROM price_data p ORDER BY symbol, date LIMIT 1", true)]
    [InlineData("SELECT x FROM (SELECT * FROM price_data) t(a, b, c, d, e, f, g, x, i, j) ORDER BY a, b LIMIT 1", true)]
    [InlineData("SELECT arg_min(COLUMNS(c -> c[1] = 'a'), date) FROM bars('aaa')", true)]
    [InlineData("SELECT close FROM price_data ORDER BY symbol, date LIMIT 1", false)]
    [InlineData("SELECT count(*) FROM price_data", false)]
    public async Task A_query_that_needs_a_total_return_close_gets_it(string query, bool needs)
    {
        CorporateAction[] actions = [new("AAA", Day.Date(bars.Days[50]), ActionKind.Adjustment, 0.5, "x")];
        await StoreAsync(actions);
        if (needs) Query(query).ShouldBeSame([bars.Close[0] * 0.5]);
        else if (query.Contains("count")) Query(query).ShouldBe([bars.Count]);
        else Query(query).ShouldBeSame([bars.Close[0]]);
    }

    [Theory]
    [InlineData("CREATE TEMP VIEW v AS FROM price_data")]
    [InlineData("create macro v() as table from price_data")]
    public async Task A_query_of_what_an_earlier_statement_created_gets_it_too(string statement)
    {
        await StoreAsync([new("AAA", Day.Date(bars.Days[50]), ActionKind.Adjustment, 0.5, "x")]);
        using var connection = lake.OpenSql();
        connection.Query(statement).Dispose();
        using var rows = connection.Query($"SELECT COLUMNS('^adj') FROM v{(statement.Contains("macro") ? "()" : "")} ORDER BY symbol, date LIMIT 1");
        rows.Read().ShouldBeTrue();
        rows.GetDouble(0).ShouldBe(bars.Close[0] * 0.5, 1e-9);
    }

    [Fact]
    public async Task An_exported_table_has_them()
    {
        await StoreAsync([new("AAA", Day.Date(bars.Days[50]), ActionKind.Adjustment, 0.5, "x")]);
        using (var connection = lake.OpenSql()) connection.Export("FROM price_data ORDER BY symbol, date", folder["bars.parquet"], default);
        var first = ParquetFile.Read(folder["bars.parquet"], default).First();
        ((Apache.Arrow.DoubleArray)first.Column("adj_close")).Values[..2].ToArray().ShouldBeSame([bars.Close[0] * 0.5, bars.Close[1] * 0.5]);
    }

    [Fact]
    public async Task Restated_adjustments_replace_the_stored_ones()
    {
        CorporateAction Of(int session, double factor) => new("AAA", Day.Date(bars.Days[session]), ActionKind.Adjustment, factor, "replay");
        await StoreAsync([Of(50, 0.5), Of(60, 0.5), new("BBB", new(2015, 3, 2), ActionKind.Adjustment, 0.7, "replay")]);
        var commit = lake.Begin("later");
        await commit.ApplyAsync(new Changes { Readjusted = new SortedSet<string> { "AAA" }, Actions = [new(Of(55, 0.8), true)] }, default);
        commit.Publish();
        var rows = await lake.RowsAsync(lake.Current(), StoredAction.Table, default);
        rows.Select(r => (r.Symbol, r.Value)).ShouldBe([("AAA", 0.8), ("BBB", 0.7)]);
    }

    private async Task StoreAsync(IReadOnlyList<CorporateAction> actions)
    {
        var commit = lake.Begin("run");
        await lake.StoreAsync(commit, bars);
        await commit.ApplyAsync(new Changes { Actions = [.. actions.Select(a => new RecordedAction(a, true))] }, default);
        commit.Publish();
    }

    private double[] Expected(IReadOnlyList<CorporateAction> actions) => [.. Enumerable.Range(0, bars.Symbols.Count)
        .SelectMany(s => TotalReturn.Closes(CloseSeries.Of(bars, s), actions.Where(a => a.Symbol == bars.Symbols[s])))];

    private List<CorporateAction> Random(int seed, int count)
    {
        var random = new Random(seed);
        var (first, last) = (bars.Days[0] - 40, bars.Days[bars.RowsOf(0).End.Value - 1] + 60);
        return [.. Enumerable.Range(0, count).Select(_ => new CorporateAction(new string("ABCDE"[random.Next(5)], 3),
            Day.Date(random.Next(first, last)), random.Next(5) switch { 0 => ActionKind.Adjustment, 1 => ActionKind.Split, _ => ActionKind.Dividend },
            random.Next(9) switch { 0 => 500, 1 => -1, _ => 0.2 + random.NextDouble() }, random.Next(4) == 0 ? "x" : "y"))];
    }

    private List<double> Query(string sql)
    {
        using var connection = lake.OpenSql();
        using var rows = connection.Query(sql);
        var values = new List<double>();
        while (rows.Read()) values.Add(Convert.ToDouble(rows.GetValue(0), System.Globalization.CultureInfo.InvariantCulture));
        return values;
    }
}

file static class SameCloses
{
    public static void ShouldBeSame(this IReadOnlyList<double> actual, IReadOnlyList<double> expected)
    {
        actual.Count.ShouldBe(expected.Count);
        for (var i = 0; i < actual.Count; i++) (actual[i] / expected[i]).ShouldBe(1, 1e-12, $"row {i}");
    }
}
