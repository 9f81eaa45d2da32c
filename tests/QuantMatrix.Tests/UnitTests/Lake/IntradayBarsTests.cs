using System.Globalization;
using Apache.Arrow;
using Microsoft.Extensions.Time.Testing;
using QuantMatrix.Batch.Jobs.Intraday;
using QuantMatrix.Indicators;
using QuantMatrix.Lake;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Lake;

/// <summary>5-minute bars in the lake: unique slots, months as partitions, splits in the view.</summary>
public sealed class IntradayBarsTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 1, 5, 3, 0, 0, TimeSpan.Zero));
    private readonly DataLake lake;

    public IntradayBarsTests() => lake = new DataLake(folder["lake"], clock, workers: 2, Catalogue.Standard.FeatureSchema);

    public void Dispose()
    {
        lake.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Bars_come_back_as_they_went_in_from_a_file_of_each_month()
    {
        (await AddAsync(Of("BBB", "2024-06-28 3", "2024-07-01 0 77"), Of("AAA", "2024-07-01 5"))).ShouldBe(4);
        (await RowsAsync("SELECT * FROM price_data_5m ORDER BY symbol, date, slot")).ShouldBe([
            "AAA 2024-07-01 5 10 12 9 11 500 test", "BBB 2024-06-28 3 10 12 9 11 300 test", "BBB 2024-07-01 0 10 12 9 11 0 test",
            "BBB 2024-07-01 77 10 12 9 11 7700 test"]);
        lake.Current().Of("price_data_5m").Select(f => Path.GetDirectoryName(f.Path)).ShouldBe(["price_data_5m/month=2024-06", "price_data_5m/month=2024-07"]);
        lake.Current().Of("price_data_5m").Select(f => (f.Year, f.FirstSymbol, f.LastSymbol)).ShouldBe([(202406, "BBB", "BBB"), (202407, "AAA", "BBB")]);
    }

    [Fact]
    public async Task Only_slots_that_are_not_stored_are_added_and_stored_ones_stay()
    {
        await AddAsync(Of("AAA", "2024-07-01 0 2 4"), Of("BBB", "2024-07-01 0"));
        var before = lake.Current().Version;
        (await AddAsync(Of("AAA", "2024-07-01 0 2 4"))).ShouldBe(0);
        lake.Current().Version.ShouldBe(before);
        var changed = Of("AAA", "2024-07-01 0 1 2 3 4") with { Source = "another" };
        (await AddAsync(changed)).ShouldBe(2);
        (await RowsAsync("SELECT slot, source FROM price_data_5m WHERE symbol = 'AAA' ORDER BY slot"))
            .ShouldBe(["0 test", "1 another", "2 test", "3 another", "4 test"]);
    }

    [Fact]
    public async Task Many_small_files_of_a_month_become_one_with_the_same_rows()
    {
        for (var day = 1; day <= 17; day++) await AddAsync(Of("BBB", $"2024-07-{day:00} 1 2"), Of("AAA", $"2024-07-{day:00} 0"));
        var file = lake.Current().Of("price_data_5m").ShouldHaveSingleItem();
        (file.Rows, file.FirstSymbol, file.LastSymbol).ShouldBe((51, "AAA", "BBB"));
        (await RowsAsync("SELECT count(*), count(DISTINCT (symbol, date, slot)), min(symbol || slot), max(symbol || slot) FROM price_data_5m"))
            .ShouldBe(["51 51 AAA0 BBB2"]);
        (await AddAsync(Of("AAA", "2024-07-05 0 1"))).ShouldBe(1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    public async Task Bars_are_read_symbol_by_symbol_in_as_many_queries_as_needed(long most)
    {
        await AddAsync(Of("BBB", "2024-06-27 3", "2024-06-28 3", "2024-07-01 0 77"), Of("AAA", "2024-07-01 5"), Of("C'C", "2024-07-01 1 2"));
        await AddAsync(Of("BBB", "2024-07-02 4"), Of("AAA", "2024-07-02 4"));
        var read = new List<string>();
        await foreach (var (symbol, bars) in StoredSlots.ReadAsync(lake, lake.Current(), new(2024, 6, 28), default, most))
            read.Add($"{symbol} {string.Join(' ', bars.Select(b => $"{Day.Date(b.Day):MMdd}-{b.Slot}"))}");
        read.ShouldBe(["AAA 0701-5 0702-4", "BBB 0628-3 0701-0 0701-77 0702-4", "C'C 0701-1 0701-2"]);
    }

    [Fact]
    public async Task A_file_that_is_whole_stays_when_small_ones_become_one()
    {
        string[] symbols = ["AAA", "BBB", "CCC"];
        for (var day = 1; day <= 31; day++)
        {
            var commit = lake.Begin($"run-{day}");
            (await commit.AddAsync([.. symbols.Select(s => Of(s, $"2024-07-{day:00} 0"))], default, whole: 50)).ShouldBe(symbols.Length);
            commit.Publish();
        }
        lake.Current().Of("price_data_5m").Select(f => f.Rows).ShouldBe([51, .. Enumerable.Repeat(3L, 14)], ignoreOrder: true);
        (await RowsAsync("SELECT count(*), count(DISTINCT (symbol, date, slot)) FROM price_data_5m")).ShouldBe(["93 93"]);
    }

    /// <summary>Rows of a month's files in thousands, and those of the files that become one.</summary>
    [Theory]
    [InlineData("", "")]
    [InlineData("40 40 40 40 40 40 40 40 40 40 40 40 40 40 40", "")]
    [InlineData("40 40 40 40 40 40 40 40 40 40 40 40 40 40 40 1999", "40 40 40 40 40 40 40 40 40 40 40 40 40 40 40 1999")]
    [InlineData("2000 40 40 40 40 40 40 40 40 40 40 40 40 40 40 40", "")]
    [InlineData("2000 9 8 7 6 5 4 3 2 1 9 8 7 6 5 4 3", "1 2 3 3 4 4 5 5 6 6 7 7 8 8 9 9")]
    [InlineData("800 800 800 800 800 800 800 800 800 800 800 800 800 800 800 800", "800 800 800")]
    [InlineData("900 40 1999 900 900 900 900 900 900 900 900 900 900 900 900 900", "40 900 900 900")]
    public void The_smallest_of_sixteen_files_become_one_and_large_ones_stay(string files, string joined)
    {
        var rows = files.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(n => long.Parse(n, CultureInfo.InvariantCulture) * 1000);
        var found = MonthlyChanges.ToJoin(rows.Select(n => new LakeFile("price_data_5m", "", 202407, n, 0, "", "", "", null, null)));
        string.Join(' ', found.Select(f => f.Rows / 1000)).ShouldBe(joined);
    }

    [Fact]
    public async Task A_later_split_divides_prices_and_multiplies_volumes_in_the_view_and_changes_no_file()
    {
        await AddAsync(Of("AAA", "2024-06-06 10", "2024-06-10 10"), Of("BBB", "2024-06-06 10"));
        var files = lake.Current().Of("price_data_5m").ToList();
        await ActionsAsync(Split("AAA", "2024-06-07", 4, StoredAction.Applied), Split("AAA", "2024-06-08", 2, StoredAction.Applied),
            Split("BBB", "2024-06-07", 3, StoredAction.Pending), Split("AAA", "2024-06-05", 7, StoredAction.Applied),
            Split("AAA", "2024-06-09", 5, StoredAction.Applied) with { Kind = "dividend" });
        (await RowsAsync("SELECT symbol, date, open, high, low, close, volume FROM price_data_5m ORDER BY symbol, date")).ShouldBe([
            "AAA 2024-06-06 1.25 1.5 1.125 1.375 8000", "AAA 2024-06-10 10 12 9 11 1000", "BBB 2024-06-06 10 12 9 11 1000"]);
        lake.Current().Of("price_data_5m").ShouldBe(files);
    }

    [Fact]
    public async Task The_view_and_the_calculation_agree_on_the_factor()
    {
        await AddAsync(Of("AAA", [.. Enumerable.Range(1, 28).Select(day => $"2024-06-{day:00} 0")]));
        StoredAction[] splits = [Split("AAA", "2024-06-10", 3, StoredAction.Applied), Split("AAA", "2024-06-20", 0.5, StoredAction.Applied),
            Split("AAA", "2024-06-20", 7, StoredAction.Applied)];
        await ActionsAsync(splits);
        var factors = new SplitFactors(splits.Select(s => s.ToRecorded().Action));
        var rows = await RowsAsync("SELECT date, open FROM price_data_5m ORDER BY date");
        foreach (var row in rows.Select(r => r.Split(' ')))
            double.Parse(row[1], CultureInfo.InvariantCulture)
                .ShouldBe(10 / factors.Of("AAA", Day.Of(DateOnly.Parse(row[0], CultureInfo.InvariantCulture))), 1e-12, row[0]);
    }

    [Fact]
    public async Task A_month_is_dropped_with_all_its_files()
    {
        await AddAsync(Of("AAA", "2024-05-31 0", "2024-06-03 0"));
        await AddAsync(Of("AAA", "2024-06-04 0", "2024-07-01 0"));
        var commit = lake.Begin("drop");
        commit.DropMonths([202405, 202406]);
        commit.Publish();
        (await RowsAsync("SELECT date FROM price_data_5m")).ShouldBe(["2024-07-01"]);
    }

    [Fact]
    public async Task Rows_of_a_month_are_replaced_and_equal_ones_commit_nothing()
    {
        var rows = new[] { new IntradayFeature("AAA", Day.Of(new(2024, 7, 1)), 78) { Vwap = 8, RelativeVolume = 2 } };
        (await ReplaceAsync(rows)).ShouldBeTrue();
        (await ReplaceAsync(rows)).ShouldBeFalse();
        await ActionsAsync(Split("AAA", "2024-07-02", 4, StoredAction.Applied));
        (await RowsAsync("SELECT symbol, date, vwap, relative_volume_tod, opening_range_high IS NULL, slots FROM intraday_features"))
            .ShouldBe(["AAA 2024-07-01 2 2 True 78"]);
        (await lake.RowsAsync(lake.Current(), IntradayFeatureTable.Table, CancellationToken.None)).ShouldBe(rows);
    }

    private async Task<bool> ReplaceAsync(IReadOnlyList<IntradayFeature> rows)
    {
        var commit = lake.Begin("features");
        var changed = await commit.ReplaceMonthAsync(IntradayFeatureTable.Table, 202407, rows, CancellationToken.None);
        commit.Publish();
        return changed;
    }

    private async Task<long> AddAsync(params IntradaySeries[] series)
    {
        var commit = lake.Begin("run");
        var added = await commit.AddAsync(series, CancellationToken.None);
        commit.Publish();
        return added;
    }

    private async Task ActionsAsync(params StoredAction[] actions)
    {
        var commit = lake.Begin("actions");
        await commit.ReplaceAsync(StoredAction.Table, actions, CancellationToken.None);
        commit.Publish();
    }

    private static StoredAction Split(string symbol, string date, double ratio, string status) =>
        new(symbol, Day.Of(DateOnly.Parse(date, CultureInfo.InvariantCulture)), "split", ratio, "test", status, "run");

    /// <param name="sessions">As <c>2024-07-01 0 77</c>: a session and its slots. The volume is 100 times the slot.</param>
    private static IntradaySeries Of(string symbol, params string[] sessions) => new(symbol, [.. sessions.Select(s => s.Split(' ')).SelectMany(s => s.Skip(1)
        .Select(slot => int.Parse(slot, CultureInfo.InvariantCulture)).Select(slot =>
            new IntradayBar(Day.Of(DateOnly.Parse(s[0], CultureInfo.InvariantCulture)), slot, 10, 12, 9, 11, 100 * slot)))], "test");

    private async Task<List<string>> RowsAsync(string query)
    {
        var rows = new List<string>();
        await foreach (var batch in lake.QueryAsync(lake.Current(), query, CancellationToken.None))
            for (var row = 0; row < batch.Length; row++) rows.Add(string.Join(' ', batch.Arrays.Select(column => Text(column, row))));
        return rows;
    }

    private static string Text(IArrowArray column, int row) => column switch
    {
        StringArray texts => texts.GetString(row),
        Date32Array days => Day.Text(days.Values[row]),
        DoubleArray numbers => numbers.GetValue(row)!.Value.ToString(CultureInfo.InvariantCulture),
        Int64Array numbers => $"{numbers.GetValue(row)}",
        Int32Array numbers => $"{numbers.GetValue(row)}",
        BooleanArray flags => $"{flags.GetValue(row)}",
        _ => column.Data.DataType.Name,
    };
}
