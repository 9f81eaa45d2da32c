using System.Text;
using System.Text.Json;
using QuantMatrix.Indicators;
using QuantMatrix.Lake;
using QuantMatrix.Model;
using QuantMatrix.Tests.UnitTests.Indicators;

namespace QuantMatrix.Tests.UnitTests.Lake;

public sealed class ManifestLogTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Of_many_writers_of_one_version_exactly_one_succeeds()
    {
        var log = new ManifestLog(folder.Path);
        log.Create();
        for (var version = 1; version <= 30; version++)
        {
            var next = version;
            var won = await Task.WhenAll(Enumerable.Range(0, 8).Select(w => Task.Run(() => log.TryCommit(Version(next, $"w{w}")) ? $"w{w}" : null)));
            won.Count(w => w is not null).ShouldBe(1);
            log.Read().ShouldSatisfyAllConditions(m => m.Version.ShouldBe(next), m => m.Run.ShouldBe(won.Single(w => w is not null)));
        }
    }

    [Fact]
    public void A_writer_that_died_between_commit_and_rename_has_committed()
    {
        var log = new ManifestLog(folder.Path);
        log.Create();
        log.TryCommit(Version(1, "a")).ShouldBeTrue();
        var before = File.ReadAllBytes(folder["manifest.json"]);
        log.TryCommit(Version(2, "b")).ShouldBeTrue();
        File.Delete(folder["manifest.json"]);
        File.WriteAllBytes(folder["manifest.json"], before);
        log.Read().Run.ShouldBe("b");
        log.TryCommit(Version(3, "c")).ShouldBeTrue();
        log.Read().Run.ShouldBe("c");
    }

    /// <summary>A field that only one of the two readers had would be lost by the next commit.</summary>
    [Fact]
    public void A_manifest_is_read_by_hand_as_the_generated_reader_reads_it()
    {
        var file = new LakeFile("price_data", "price_data/a.parquet", 2024, 7, 1234, new string('a', 64), "AAA", "BBB", new(2024, 1, 2), new(2024, 3, 1));
        var manifest = new Manifest(41, "run «1»", new(2024, 3, 1, 22, 0, 0, 123, TimeSpan.Zero),
            new Dictionary<string, InputFingerprints>
            {
                ["features"] = InputFingerprints.Of(("bars", "x"), ("code", "y")), ["alerts"] = InputFingerprints.Of(),
            },
            [file with { IsBase = true, Form = 2 }, file with { FirstDate = null, LastDate = null, FirstSymbol = "", LastSymbol = "", Year = 0 }], Token: 9);
        new ManifestLog(folder.Path).Write(manifest);
        var bytes = File.ReadAllBytes(folder["manifest.json"]);

        var read = ManifestReader.Read(bytes).ShouldNotBeNull();
        JsonSerializer.SerializeToUtf8Bytes(read, ManifestJson.Default.Manifest).ShouldBe(bytes);
        JsonSerializer.SerializeToUtf8Bytes(JsonSerializer.Deserialize(bytes, ManifestJson.Default.Manifest)!, ManifestJson.Default.Manifest).ShouldBe(bytes);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("not JSON")]
    [InlineData("""{ "version": "1", "run": "r", "committed_at": "2024-03-01T22:00:00+00:00", "made_from": {}, "files": [] }""")]
    [InlineData("""{ "version": 1, "run": "r", "committed_at": "2024-03-01T22:00:00+00:00", "made_from": {"a": "older"}, "files": [] }""")]
    public void Any_other_text_is_left_to_the_generated_reader(string text) => ManifestReader.Read(Encoding.UTF8.GetBytes(text)).ShouldBeNull();

    [Fact]
    public void Invalid_JSON_is_an_error_with_its_line()
    {
        File.WriteAllText(folder["manifest.json"], "{\n  \"version\": oops\n}");
        Should.Throw<DataUnfitException>(() => new ManifestLog(folder.Path).Read()).Message.ShouldContain("manifest.json:2:");
    }

    [Fact]
    public void A_manifest_of_a_newer_format_is_refused_with_what_to_do()
    {
        File.WriteAllText(folder["manifest.json"], """{ "format_version": 4, "files": "in another shape" }""");
        Should.Throw<DataUnfitException>(() => new ManifestLog(folder.Path).Read()).Message.ShouldBe(
            $"{folder["manifest.json"]}: format version 4; expected 3 or older. A newer version of the program wrote this lake; "
            + "run that version, or restore an older copy of the lake. Nothing was changed");
    }

    [Theory]
    [InlineData("4", "3", true)]
    [InlineData("4", "4", false)]
    [InlineData("3", "3", true)]
    public void The_oldest_reader_that_a_manifest_names_decides_whether_it_is_read(string format, string reader, bool isRead)
    {
        var text = $$"""
            { "format_version": {{format}}, "min_reader_version": {{reader}}, "version": 4, "run": "r", "committed_at": "2025-01-02T03:04:05+00:00",
              "made_from": {}, "files": [], "added_by_a_newer_program": [1, 2], "checksum": "{{ManifestChecksum.Zeros}}" }
            """;
        File.WriteAllBytes(folder["manifest.json"], ManifestChecksum.Put(System.Text.Encoding.UTF8.GetBytes(text)));
        var log = new ManifestLog(folder.Path);
        if (isRead) log.Read().Version.ShouldBe(4);
        else Should.Throw<DataUnfitException>(() => log.Read()).Message.ShouldContain("format version 4; expected 3 or older");
    }

    [Fact]
    public void A_newer_manifest_that_can_be_read_is_not_overwritten()
    {
        var text = $$"""
            { "format_version": 4, "min_reader_version": 3, "version": 4, "run": "r", "committed_at": "2025-01-02T03:04:05+00:00",
              "made_from": {}, "files": [], "checksum": "{{ManifestChecksum.Zeros}}" }
            """;
        var sealedBytes = ManifestChecksum.Put(System.Text.Encoding.UTF8.GetBytes(text));
        File.WriteAllBytes(folder["manifest.json"], sealedBytes);
        var log = new ManifestLog(folder.Path);
        Should.Throw<DataUnfitException>(() => log.TryCommit(Version(5, "a"))).Message.ShouldContain("can read it, but writes format 3");
        File.ReadAllBytes(folder["manifest.json"]).ShouldBe(sealedBytes);
        Directory.GetFiles(folder.Path).ShouldHaveSingleItem();
    }

    [Fact]
    public void Every_single_flipped_bit_of_a_manifest_is_found()
    {
        var log = new ManifestLog(folder.Path);
        log.Create();
        var file = new LakeFile("price_data", "price_data/a.parquet", 2017, 10, 100, new string('a', 64), "A", "B", new(2017, 1, 3), new(2017, 2, 3));
        log.TryCommit(Version(1, "a") with { Files = [file] }).ShouldBeTrue();
        var bytes = File.ReadAllBytes(folder["manifest.json"]);
        log.Read().Files.ShouldBe([file]);
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << bit % 8);
            File.WriteAllBytes(folder["manifest.json"], bytes);
            Should.Throw<DataUnfitException>(() => log.Read(), $"bit {bit}").Message.ShouldContain("manifest.json");
            bytes[bit / 8] ^= (byte)(1 << bit % 8);
        }
        ManifestChecksum.Matches(File.ReadAllBytes(folder["manifest.1.json"])).ShouldBe(true);
    }

    [Fact]
    public void A_manifest_without_a_format_is_read_as_format_1_and_its_inputs_as_not_recorded()
    {
        File.WriteAllText(folder["manifest.json"],
            """{ "version": 7, "run": "r", "committed_at": "2025-01-02T03:04:05+00:00", "made_from": { "features": "4f1c" }, "files": [] }""");
        var manifest = new ManifestLog(folder.Path).Read();
        (manifest.FormatVersion, manifest.Version, manifest.Run).ShouldBe((1, 7, "r"));
        InputFingerprints.Of(("as_of", "2025-01-02")).Difference(manifest.MadeFrom["features"]).ShouldBe("no inputs recorded");
    }

    [Fact]
    public void Every_commit_writes_the_current_format_and_its_inputs_by_name()
    {
        var log = new ManifestLog(folder.Path);
        var inputs = InputFingerprints.Of(("price_data", "a"), ("as_of", "b"));
        log.Create();
        log.TryCommit(Version(1, "a") with { MadeFrom = new Dictionary<string, InputFingerprints> { ["features"] = inputs } }).ShouldBeTrue();
        using var json = System.Text.Json.JsonDocument.Parse(File.ReadAllBytes(folder["manifest.json"]));
        json.RootElement.EnumerateObject().Select(p => p.Name).ShouldBe(
            ["format_version", "min_reader_version", "version", "run", "committed_at", "made_from", "files", "token", "checksum"]);
        (json.RootElement.GetProperty("format_version").GetInt32(), json.RootElement.GetProperty("min_reader_version").GetInt32()).ShouldBe((3, 3));
        json.RootElement.GetProperty("made_from").GetProperty("features").EnumerateObject().Select(p => p.Name).ShouldBe(["price_data", "as_of"]);
        inputs.Difference(log.Read().MadeFrom["features"]).ShouldBeNull();
    }

    [Theory]
    [InlineData("a", "b", "c", null)]
    [InlineData("x", "b", "c", "price_data changed")]
    [InlineData("x", "x", "c", "price_data and as_of changed")]
    [InlineData("x", "x", "x", "price_data, as_of and code changed")]
    public void Inputs_that_differ_are_named(string prices, string asOf, string code, string? difference) =>
        Inputs(prices, asOf, code).Difference(Inputs("a", "b", "c")).ShouldBe(difference);

    [Fact]
    public void An_input_that_one_side_lacks_has_changed()
    {
        var fewer = InputFingerprints.Of(("price_data", "a"));
        fewer.Difference(Inputs("a", "b", "c")).ShouldBe("as_of and code changed");
        Inputs("a", "b", "c").Difference(fewer).ShouldBe("as_of and code changed");
        fewer.Difference(null).ShouldBe("no inputs recorded");
    }

    [Fact]
    public async Task A_reader_under_commits_sees_one_version_whole()
    {
        using var lake = new DataLake(folder["lake"], TimeProvider.System, workers: 1, Catalogue.Standard.FeatureSchema);
        var bars = Series.Walk(1, 25).ToArray();
        await Commit(1);
        using var stop = new CancellationTokenSource();
        var reads = 0;
        var reader = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                var manifest = lake.Current();
                (await lake.PricesAsync(manifest, new BarRange(), default)).Count.ShouldBe((int)manifest.Rows("price_data"));
                reads++;
            }
        });
        for (var n = 2; n <= bars.Length; n++) await Commit(n);
        await stop.CancelAsync();
        await reader;
        reads.ShouldBeGreaterThan(5);

        async Task Commit(int count)
        {
            var commit = lake.Begin("run");
            await lake.StoreAsync(commit, Series.Of("AAA", bars[..count]));
            commit.Publish();
        }
    }

    private static InputFingerprints Inputs(string prices, string asOf, string code) =>
        InputFingerprints.Of(("price_data", prices), ("as_of", asOf), ("code", code));

    private static Manifest Version(long version, string run) => new(version, run, DateTimeOffset.UnixEpoch, new Dictionary<string, InputFingerprints>(), []);
}
