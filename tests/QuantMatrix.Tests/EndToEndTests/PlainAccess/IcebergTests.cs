using System.Globalization;
using DuckDB.NET.Data;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.EndToEndTests.PlainAccess;

/// <summary>The lake read as tables of Apache Iceberg, by a reader that is not ours.</summary>
[Trait("class", "slow")]
public sealed class IcebergTests : IDisposable
{
    private readonly Trial trial = new();
    private readonly ProviderServer files;

    public IcebergTests() => files = new(Serve);

    private string Location => $"{files.Url}lake";

    [Fact]
    public async Task Another_reader_finds_the_rows_of_the_views_and_those_of_an_earlier_version()
    {
        await NightAsync(sessions: 300);
        (await ExportAsync()).ShouldBe(ExitCode.Ok, $"price_data: snapshot {Version}, ", $"features: snapshot {Version}, ", "corporate_actions: snapshot ");
        using var node = await NodeReader.OfIcebergAsync();
        var first = await ReadAsync(node, "price_data");
        await ShouldEqualAsync(first, "price_data");
        await ShouldEqualAsync(await ReadAsync(node, "features"), "features");
        first.Columns.ShouldBe(["symbol", "date", "open", "high", "low", "close", "volume", "source"]);

        await NightAsync(sessions: 310);
        (await trial.CallAsync("verify")).ShouldBe(ExitCode.Ok, "iceberg ", "is exported, the lake is at", "nothing is wrong");
        (await ExportAsync()).ShouldBe(ExitCode.Ok, $"price_data: snapshot {Version}, ");
        (await ExportAsync()).ShouldBe(ExitCode.Ok, $"price_data: up to date, version {Version}, ");
        await ShouldEqualAsync(await ReadAsync(node, "price_data"), "price_data");
        (await ReadAsync(node, "price_data", "v1.metadata.json")).ShouldSatisfyAllConditions(
            r => r.Files.ShouldBe(first.Files, ignoreOrder: true), r => r.Years.ShouldBe(first.Years, ignoreOrder: true));
        (await trial.CallAsync("verify", "--full")).ShouldBe(ExitCode.Ok, "of the exported snapshots agree");
    }

    [Fact]
    public async Task Total_return_closes_follow_from_the_exported_tables_by_the_query_of_the_documentation()
    {
        await NightAsync(sessions: 300);
        await ExportAsync();
        var expected = (await trial.SqlAsync("SELECT symbol, date, adj_close FROM price_data ORDER BY ALL")).Select(Adjusted).ToList();
        expected.Count(r => r.Close < 1).ShouldBeGreaterThan(100, "the file states total-return closes");
        var document = File.ReadAllText(Path.Combine(Fixtures.Repository, "docs", "queries.md"));
        var query = document.Split("```sql\n")[1].Split("```")[0].TrimEnd().TrimEnd(';');
        var found = Query($"{View("price_data")} {View("corporate_actions")}", $"SELECT symbol, date::VARCHAR, adj_close FROM ({query}) ORDER BY ALL");
        found.Count.ShouldBe(expected.Count);
        foreach (var (row, (key, close)) in found.Zip(expected))
        {
            $"{row[0]},{row[1]}".ShouldBe(key);
            ((double)row[2]).ShouldBe(close, 1e-9 * close);
        }
    }

    [Theory]
    [InlineData("", "missing option --location for 'export iceberg'")]
    [InlineData("--location data/lake", "--location data/lake: expected the absolute URI")]
    [InlineData("--location /srv/lake", "--location /srv/lake: expected the absolute URI")]
    [InlineData("--location file://host/lake", "expected the absolute URI")]
    [InlineData("--location file:///", "expected the absolute URI")]
    [InlineData("--location s3://b/a?x=1", "expected the absolute URI")]
    [InlineData("--location s3://b/../a", "expected the absolute URI")]
    [InlineData("--location https://me:secret@host/lake", "--location: the URI, not shown, contains a password")]
    [InlineData("--location s3://b/lake --out x", "apply only to schedules")]
    [InlineData("--location s3://b/lake --wait soon", "--wait soon: expected")]
    public async Task A_wrong_call_is_refused_before_anything_is_written(string options, string message)
    {
        var ended = await trial.CallAsync(["export", "iceberg", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        ended.ShouldBe(ExitCode.Usage, message);
        ended.Text.ShouldNotContain("secret");
        (await trial.CallAsync("export", "cron", "--host-tz", "UTC", "--location", "s3://b/lake")).ShouldBe(ExitCode.Usage, "apply only to iceberg");
        Directory.Exists(trial.Lake).ShouldBeFalse();
    }

    [Fact]
    public async Task An_empty_lake_and_a_run_in_progress_are_reasons_to_export_later()
    {
        (await ExportAsync()).ShouldBe(ExitCode.Temporary, "nothing to export yet");
        using var held = await HeldLock.TakeAsync(trial.Data);
        (await ExportAsync()).ShouldBe(ExitCode.Temporary, "run.lock");
    }

    public void Dispose()
    {
        files.Dispose();
        trial.Dispose();
    }

    private long Version => LakeFolder.Version(trial.Manifest);

    private async Task NightAsync(int sessions)
    {
        Market.Write(trial.Replay, symbols: 3, sessions);
        var rows = Market.Csv(seed: 9, sessions).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        trial.With("DIV.csv", Market.Lines(rows[0] + ",adj_close", rows.Skip(1).Select((row, i) => $"{row},{(i < 200 ? "0.5" : row.Split(',')[4])}")));
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
    }

    private Task<Ended> ExportAsync() => trial.CallAsync("export", "iceberg", "--location", Location);

    private Task<IcebergRows> ReadAsync(NodeReader node, string table, params string[] version) =>
        node.ReadAsync<IcebergRows>([$"{Location}/iceberg/{table}", .. version]);

    /// <summary>Rows and sums of each year, as the reader found them and as DuckDB reads the same files, are those of the view.</summary>
    private async Task ShouldEqualAsync(IcebergRows found, string table)
    {
        const string sums = "SELECT year(date)::VARCHAR, count(*), sum(close * volume)";
        var expected = (await trial.SqlAsync($"{sums} FROM {table} GROUP BY 1 ORDER BY 1")).Select(line => line.Split(',')).ToList();
        var read = Query("", $"{sums} FROM read_parquet([{string.Join(", ", found.Files.Select(f => $"'{Local(f)}'"))}]) GROUP BY 1 ORDER BY 1");
        found.Years.Keys.ShouldBe(expected.Select(e => e[0]), ignoreOrder: true);
        foreach (var (year, parquet) in expected.Zip(read))
        {
            var sum = double.Parse(year[2], CultureInfo.InvariantCulture);
            $"{found.Years[year[0]].Rows}".ShouldBe(year[1]);
            $"{parquet[1]}".ShouldBe(year[1]);
            found.Years[year[0]].Sum.ShouldBe(sum, 1e-9 * sum);
            ((double)parquet[2]).ShouldBe(sum, 1e-9 * sum);
        }
    }

    private string View(string table) =>
        $"CREATE VIEW {table} AS FROM read_parquet([{string.Join(", ", LakeFiles.Live(trial.Data, table).Select(f => $"'{f}'"))}]);";

    private static (string Key, double Close) Adjusted(string line) =>
        (line[..line.LastIndexOf(',')], double.Parse(line.Split(',')[2], CultureInfo.InvariantCulture));

    private static List<object[]> Query(string before, string query)
    {
        using var duck = new DuckDBConnection("Data Source=:memory:");
        duck.Open();
        using var command = duck.CreateCommand();
        command.CommandText = before + query;
        using var reader = command.ExecuteReader();
        var rows = new List<object[]>();
        while (reader.Read())
        {
            rows.Add(new object[reader.FieldCount]);
            reader.GetValues(rows[^1]);
        }
        return rows;
    }

    private string Local(string uri) => Path.Combine(trial.Data, uri[files.Url.AbsoluteUri.Length..]);

    /// <summary>The data root as files of a web server, with ranges.</summary>
    private ProviderReply Serve(ProviderCall call)
    {
        var path = Path.Combine(trial.Data, Uri.UnescapeDataString(call.Path[1..]));
        if (!File.Exists(path)) return ProviderReply.Of(404);
        var bytes = File.ReadAllBytes(path);
        if (!call.Headers.TryGetValue("Range", out var range)) return new(200, bytes);
        var ends = range["bytes=".Length..].Split('-');
        var first = ends[0].Length == 0 ? bytes.Length - int.Parse(ends[1], CultureInfo.InvariantCulture) : int.Parse(ends[0], CultureInfo.InvariantCulture);
        var last = ends[0].Length == 0 || ends[1].Length == 0 ? bytes.Length - 1 : int.Parse(ends[1], CultureInfo.InvariantCulture);
        return new(206, bytes[first..Math.Min(last + 1, bytes.Length)]);
    }

    private sealed record IcebergRows(IReadOnlyList<string> Files, IReadOnlyList<string> Columns, IReadOnlyDictionary<string, YearSum> Years);

    private sealed record YearSum(long Rows, double Sum);
}
