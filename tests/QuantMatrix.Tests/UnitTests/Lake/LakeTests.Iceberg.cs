using System.Text.Json.Nodes;
using Apache.Arrow;
using Apache.Arrow.Types;
using QuantMatrix.Lake;
using QuantMatrix.Lake.Iceberg;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;
using QuantMatrix.Tests.UnitTests.Indicators;

namespace QuantMatrix.Tests.UnitTests.Lake;

/// <summary>The metadata of exported tables.</summary>
public sealed partial class LakeTests
{
    private const string At = "s3://bucket/lake";

    private string Metadata => Path.Combine(lake.Folder, "iceberg", "price_data", "metadata");

    [Fact]
    public async Task A_snapshot_names_the_files_of_its_version_with_their_symbols_and_sessions_and_what_changed_since_the_last()
    {
        await Merge(Series.Of("AAA", Series.Walk(1, 300)), Series.Of("BBB", Series.Walk(2, 300)));
        new IcebergExport(lake).Write(At)[0].ShouldBe(new("price_data", $"{At}/iceberg/price_data", 1, 2, 600, IsNew: true));
        var before = lake.Current().Of("price_data").ToList();
        await Merge(Series.Of("AAA", Series.Walk(3, 300)));
        new IcebergExport(lake).Write(At)[0].IsNew.ShouldBeTrue();
        new IcebergExport(lake).Write(At)[0].IsNew.ShouldBeFalse();

        var root = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Metadata, "v2.metadata.json")))!;
        File.ReadAllText(Path.Combine(Metadata, "version-hint.text")).ShouldBe("2");
        var snapshots = root["snapshots"]!.AsArray();
        snapshots.Select(s => (long)s!["snapshot-id"]!).ShouldBe([1, 2]);
        ((long)snapshots[1]!["parent-snapshot-id"]!, (long)snapshots[1]!["sequence-number"]!).ShouldBe((1, 2));
        $"{snapshots[1]!["summary"]!["operation"]} {snapshots[1]!["summary"]!["lake-version"]}".ShouldBe("overwrite 2");

        var manifest = Avro(Avro((string)snapshots[1]!["manifest-list"]!).Single(), "manifest_path");
        var now = lake.Current().Of("price_data").ToList();
        Paths(manifest, 1).ShouldBe(now.Except(before).Select(f => $"{At}/{f.Path}"), ignoreOrder: true);
        Paths(manifest, 0).ShouldBe(now.Intersect(before).Select(f => $"{At}/{f.Path}"), ignoreOrder: true);
        Paths(manifest, 2).ShouldBe(before.Except(now).Select(f => $"{At}/{f.Path}"), ignoreOrder: true);
        var (file, entry) = (now[0], manifest.Single(e => $"{e["data_file"]!["file_path"]}" == $"{At}/{now[0].Path}")["data_file"]!);
        ((long)entry["record_count"]!, (long)entry["file_size_in_bytes"]!).ShouldBe((file.Rows, file.Bytes));
        Bounds(entry["lower_bounds"]!).ShouldBe(["1 414141", $"2 {LittleEndian(file.FirstDate)}"]);
        Bounds(entry["upper_bounds"]!).ShouldBe(["1 424242", $"2 {LittleEndian(file.LastDate)}"]);
    }

    [Fact]
    public async Task The_sweep_spares_the_files_of_the_newest_exported_snapshot_alone()
    {
        await Merge(Series.Of("AAA", Series.Walk(1, 30)));
        new IcebergExport(lake).Write(At);
        var exported = Path.Combine(lake.Folder, lake.Current().Of("price_data").Single().Path);
        await Merge(Series.Of("AAA", Series.Walk(2, 30)));
        clock.Advance(TimeSpan.FromHours(9));
        File.SetLastWriteTimeUtc(exported, clock.GetUtcNow().UtcDateTime.AddDays(-2));
        lake.Sweep();
        File.Exists(exported).ShouldBeTrue();
        new LakeInspection(lake).Unlisted().ShouldBeEmpty();
        new IcebergExport(lake).Check(lake.Current()).ShouldSatisfyAllConditions(c => c.Findings.ShouldBeEmpty(), c => c.Notes.Count.ShouldBe(3));
        new IcebergExport(lake).Write(At);
        lake.Sweep();
        File.Exists(exported).ShouldBeFalse();
    }

    [Fact]
    public async Task An_export_that_ends_after_any_of_its_files_leaves_the_earlier_snapshot_and_is_repeated()
    {
        await Merge(Series.Of("AAA", Series.Walk(1, 30)));
        new IcebergExport(lake).Write(At);
        var before = Directory.GetFiles(Metadata).ToDictionary(f => f, File.ReadAllBytes);
        await Merge(Series.Of("AAA", Series.Walk(2, 30)));
        new IcebergExport(lake).Write(At);
        var after = Directory.GetFiles(Metadata).ToDictionary(f => f, File.ReadAllBytes);
        string[] order = [.. after.Keys.Except(before.Keys).OrderBy(f => (f.Contains("manifest-", StringComparison.Ordinal), f.Contains("snap-",
            StringComparison.Ordinal)) switch { (true, _) => 0, (_, true) => 1, _ => 2 })];
        order.Length.ShouldBe(3);
        for (var written = 0; written <= order.Length; written++)
        {
            foreach (var file in Directory.GetFiles(Metadata)) File.Delete(file);
            foreach (var (file, bytes) in before.Concat(after.Where(f => order.Take(written).Contains(f.Key)))) File.WriteAllBytes(file, bytes);
            File.WriteAllBytes(order[^1] + ".tmp", [1]);
            var newest = new IcebergTable(lake.Folder, "price_data").Newest()!;
            newest.LakeVersion.ShouldBe(written < 3 ? 1 : 2, "the metadata file is the commit");
            new IcebergTable(lake.Folder, "price_data").Live(newest).Count().ShouldBe(1);
            new IcebergExport(lake).Write(At)[0].IsNew.ShouldBe(written < 3);
            foreach (var (file, bytes) in after) File.ReadAllBytes(file).ShouldBe(bytes, file);
        }
    }

    [Fact]
    public async Task Another_location_and_a_version_of_another_run_begin_a_new_history()
    {
        await Merge(Series.Of("AAA", Series.Walk(1, 30)));
        new IcebergExport(lake).Write(At);
        new IcebergExport(lake).Write("file:///srv/lake")[0].IsNew.ShouldBeTrue();
        var moved = new IcebergTable(lake.Folder, "price_data").Newest()!;
        (moved.Number, moved.Location, moved.Snapshots.Count()).ShouldBe((2, "file:///srv/lake/iceberg/price_data", 1));
        var other = lake.Current() with { Run = "another" };
        new IcebergExport(lake).Check(other).Findings[0].ShouldContain("which the lake does not have");
        new IcebergTable(lake.Folder, "price_data").Export(PriceData.Table, other, "file:///srv/lake").Metadata.Snapshots.Count().ShouldBe(1);
    }

    [Fact]
    public async Task The_newest_64_snapshots_are_listed_and_the_files_of_older_ones_are_deleted()
    {
        await Merge(Series.Of("AAA", Series.Walk(1, 30)));
        var (table, manifest) = (new IcebergTable(lake.Folder, "price_data"), lake.Current());
        for (var version = 1; version <= 70; version++) table.Export(PriceData.Table, manifest with { Version = version }, At);
        var newest = table.Newest()!;
        newest.Snapshots.Select(s => (long)s["snapshot-id"]!).ShouldBe(Enumerable.Range(7, 64).Select(v => (long)v));
        Directory.GetFiles(Metadata).Select(f => Path.GetFileName(f).Split('-', '.')[0]).CountBy(kind => kind[0] == 'v' ? "v" : kind).ToDictionary()
            .ShouldBe(new Dictionary<string, int> { ["manifest"] = 64, ["snap"] = 64, ["v"] = 65 }, ignoreOrder: true);
        newest.Sequence.ShouldBe(70);
        table.Live(newest).Single()["sequence_number"]!.GetValue<long>().ShouldBe(1, "the file was added by the first");
    }

    [Fact]
    public void A_column_keeps_its_id_while_its_name_and_type_stay()
    {
        var first = IcebergMetadata.New(0, At).With(Of(("symbol", StringType.Default), ("a", DoubleType.Default), ("b", Int32Type.Default)));
        var second = first.With(Of(("symbol", StringType.Default), ("b", DoubleType.Default), ("c", BooleanType.Default)));
        var third = second.With(Of(("symbol", StringType.Default), ("b", DoubleType.Default), ("a", DoubleType.Default)));
        Ids(first, "symbol", "a", "b").ShouldBe([1, 2, 3]);
        Ids(second, "symbol", "b", "c").ShouldBe([1, 4, 5]);
        Ids(third, "symbol", "b", "a").ShouldBe([1, 4, 2]);
        ((int)third.Root["current-schema-id"]!, (int)third.Root["last-column-id"]!).ShouldBe((2, 5));
        ((int)third.With(Of(("symbol", StringType.Default), ("b", DoubleType.Default), ("a", DoubleType.Default))).Root["current-schema-id"]!).ShouldBe(2);
        JsonNode.Parse((string)third.Root["properties"]!["schema.name-mapping.default"]!)!.ToJsonString().ShouldBe(
            """[{"field-id":1,"names":["symbol"]},{"field-id":4,"names":["b"]},{"field-id":2,"names":["a"]}]""");
    }

    [Theory]
    [InlineData("version-hint.text", "found '', expected 1")]
    [InlineData("v1.metadata.json", "checksum does not match")]
    [InlineData("snap-1-*", "sync marker does not match")]
    [InlineData("manifest-1-*", "sync marker does not match")]
    [InlineData("file", "no such file; the exported snapshot of price_data names 30 rows")]
    [InlineData("rows", "29 rows")]
    public async Task A_damaged_export_is_found(string damage, string finding)
    {
        await Merge(Series.Of("AAA", Series.Walk(1, 30)), Series.Of("BBB", Series.Walk(2, 30)));
        await Merge(Series.Of("AAA", Series.Walk(1, 29)));
        new IcebergExport(lake).Write(At);
        new IcebergExport(lake).Check(lake.Current()).Findings.ShouldBeEmpty();
        var manifest = lake.Current();
        var file = Path.Combine(lake.Folder, manifest.Of("price_data").First().Path);
        switch (damage)
        {
            case "file": File.Delete(file); break;
            case "rows": await RewriteAsync(file); break;
            case "version-hint.text": await File.WriteAllTextAsync(Path.Combine(Metadata, damage), ""); break;
            default:
                var path = Directory.GetFiles(Metadata, damage).Single();
                await File.WriteAllBytesAsync(path, [.. File.ReadAllBytes(path).Select((b, i) => i == 700 ? (byte)(b ^ 2) : b)]);
                break;
        }
        new IcebergExport(lake).Check(manifest).Findings.ShouldHaveSingleItem().ShouldContain(finding.Replace("30 rows", "60 rows", StringComparison.Ordinal));
    }

    private static async Task RewriteAsync(string file)
    {
        using var duck = new DuckDB.NET.Data.DuckDBConnection("Data Source=:memory:");
        duck.Open();
        using var command = duck.CreateCommand();
        command.CommandText = $"COPY (FROM '{file}' LIMIT 29) TO '{file}.new' (FORMAT parquet)";
        await command.ExecuteNonQueryAsync();
        File.Move($"{file}.new", file, overwrite: true);
    }

    private List<JsonObject> Avro(string uri) => AvroFile.Read(File.ReadAllBytes(Path.Combine(lake.Folder, uri[(At.Length + 1)..])), uri);

    private List<JsonObject> Avro(JsonObject row, string column) => Avro((string)row[column]!);

    private static IEnumerable<string> Paths(IEnumerable<JsonObject> entries, long status) =>
        entries.Where(e => (long)e["status"]! == status).Select(e => $"{e["data_file"]!["file_path"]}");

    private static IEnumerable<string> Bounds(JsonNode bounds) =>
        bounds.AsArray().Select(b => $"{b!["key"]} {Convert.ToHexStringLower(Convert.FromBase64String((string)b["value"]!))}");

    private static string LittleEndian(DateOnly? date) => Convert.ToHexStringLower(BitConverter.GetBytes(Day.Of(date!.Value)));

    private static LakeTable Of(params (string Name, IArrowType Type)[] columns) =>
        new("t", new Schema(columns.Select(c => new Field(c.Name, c.Type, nullable: true)), null));

    private static IEnumerable<int> Ids(IcebergMetadata table, params string[] columns) => columns.Select(table.IdOf);
}
