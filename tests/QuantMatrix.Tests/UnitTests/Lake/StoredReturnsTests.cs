using System.Text.Json.Nodes;
using DuckDB.NET.Data;
using Microsoft.Extensions.Time.Testing;
using QuantMatrix.Indicators;
using QuantMatrix.Lake;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;
using QuantMatrix.Tests.UnitTests.Indicators;

namespace QuantMatrix.Tests.UnitTests.Lake;

/// <summary>A lake whose files store total-return closes, as older programs wrote it, keeps them to a millionth.</summary>
public sealed class StoredReturnsTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 1, 5, 3, 0, 0, TimeSpan.Zero));
    private readonly Bars bars = Series.Join(
        Series.Of("AAA", Series.Walk(1, 600)), Series.Of("BBB", Series.Walk(2, 300)), Series.Of("CCC", Series.Walk(3, 50)));

    private readonly double[] stated;
    private DataLake lake;

    /// <summary>AAA as a provider adjusts for its recorded dividends, BBB with a dividend that is not recorded, on another level; CCC without any.</summary>
    public StoredReturnsTests()
    {
        lake = Open();
        stated = [.. Adjusted(0, [Dividend("AAA", 100, 0.4), Dividend("AAA", 400, 0.5)]), .. Adjusted(1, [Dividend("BBB", 90, 0.9)]).Select(c => c * 0.875),
            .. Enumerable.Repeat(double.NaN, 50)];
        WriteAsync().GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        lake.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task The_first_commit_carries_them_over_and_changes_no_bar()
    {
        await ShouldHoldAsync();
        var before = lake.Current();
        (await lake.RowsAsync(before, StoredAction.Table, default)).Count.ShouldBe(2);

        lake.Begin("first").Publish().Version.ShouldBe(before.Version + 1);

        await ShouldHoldAsync();
        lake.Current().Of("price_data").Select(f => f.Hash).ShouldBe(before.Of("price_data").Select(f => f.Hash));
        var added = (await lake.RowsAsync(lake.Current(), StoredAction.Table, default)).Where(a => a.Kind == "adjustment").ToList();
        added.Select(a => a.Symbol).Distinct().ShouldBe(["BBB"]);
        added.Count.ShouldBe(2);
        lake.Begin("second").Publish().Version.ShouldBe(before.Version + 1);
    }

    [Fact]
    public async Task Files_of_both_forms_are_read_together_and_compacted()
    {
        var commit = lake.Begin("first");
        await lake.StoreAsync(commit, Series.Of("AAA", Series.Walk(1, 605)));
        commit.Publish();
        var next = lake.Begin("second");
        (await next.CompactAsync(maxDeltas: 0, default)).Count.ShouldBe(1);
        next.Publish();
        await ShouldHoldAsync();
    }

    [Fact]
    public async Task Interrupted_before_its_commit_it_is_done_by_the_next_run()
    {
        var before = lake.Current();
        lake.BeforePublish = () => throw new TemporaryException("killed");
        Should.Throw<TemporaryException>(() => lake.Begin("first"));
        lake.BeforePublish = null;
        lake.Current().Version.ShouldBe(before.Version);
        await ShouldHoldAsync();
        lake.Begin("second").Publish();
        await ShouldHoldAsync();
    }

    private DataLake Open() => new(folder["lake"], clock, workers: 2, Catalogue.Standard.FeatureSchema);

    private double[] Adjusted(int symbol, CorporateAction[] actions) => TotalReturn.Closes(CloseSeries.Of(bars, symbol), actions);

    private CorporateAction Dividend(string symbol, int session, double cash) =>
        new(symbol, Day.Date(bars.Days[bars.Starts[bars.IndexOf(symbol)] + session]), ActionKind.Dividend, cash, "test");

    /// <summary>Writes the lake, then its bar files anew with the column, listed as by an older program.</summary>
    private async Task WriteAsync()
    {
        var commit = lake.Begin("old");
        await lake.StoreAsync(commit, bars);
        await commit.ApplyAsync(new Changes { Actions = [new(Dividend("AAA", 100, 0.4), true), new(Dividend("AAA", 400, 0.5), true)] }, default);
        var manifest = commit.Publish();
        var path = Path.Combine(lake.Folder, "manifest.json");
        var json = JsonNode.Parse(await File.ReadAllTextAsync(path))!;
        foreach (var file in manifest.Of("price_data"))
        {
            WithColumn(Path.Combine(lake.Folder, file.Path));
            var bytes = await File.ReadAllBytesAsync(Path.Combine(lake.Folder, file.Path));
            var entry = json["files"]!.AsArray().Single(f => (string?)f!["path"] == file.Path)!.AsObject();
            entry.Remove("form");
            (entry["bytes"], entry["hash"]) = (bytes.Length, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)));
        }
        foreach (var name in new[] { "checksum", "min_reader_version" }) json.AsObject().Remove(name);
        json["format_version"] = 2;
        foreach (var name in Directory.GetFiles(lake.Folder, "manifest*.json")) await File.WriteAllTextAsync(name, json.ToJsonString());
        lake.Dispose();
        lake = Open();
    }

    private void WithColumn(string path)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        var rows = Enumerable.Range(0, bars.Count).Where(i => !double.IsNaN(stated[i]))
            .Select(i => $"('{SymbolOf(i)}', DATE '{Day.Text(bars.Days[i])}', {stated[i].ToString("R", System.Globalization.CultureInfo.InvariantCulture)})");
        command.CommandText = $"""
            CREATE TABLE stated AS SELECT * FROM (VALUES {string.Join(", ", rows)}) t(symbol, date, adj_close);
            CREATE TABLE old AS SELECT symbol, date, open, high, low, close, adj_close::DOUBLE AS adj_close, volume, source
            FROM read_parquet('{path}', hive_partitioning = false) LEFT JOIN stated USING (symbol, date) ORDER BY symbol, date;
            COPY old TO '{path}' (FORMAT parquet);
            """;
        command.ExecuteNonQuery();
    }

    private string SymbolOf(int row) => bars.Symbols[Enumerable.Range(0, bars.Symbols.Count).Last(s => bars.Starts[s] <= row)];

    private async Task ShouldHoldAsync()
    {
        var found = await lake.BarsAsync(lake.Current(), new BarRange { To = Day.Date(bars.Days[bars.RowsOf(0).End.Value - 1]) }, default);
        found.Count.ShouldBe(bars.Count);
        for (var i = 0; i < bars.Count; i++) (found.AdjClose[i] / (double.IsNaN(stated[i]) ? bars.Close[i] : stated[i])).ShouldBe(1, 1e-6, $"row {i}");
    }
}
