using System.Globalization;
using System.Text;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Indicators;
using QuantMatrix.Lake;
using QuantMatrix.Tests.ContractTests;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary><c>verify</c> finds what is wrong with a data root, and nothing in an intact one.</summary>
[Trait("class", "slow")]
public sealed class VerifyTests : IAsyncLifetime, IDisposable
{
    private readonly Trial trial = new();

    public async Task InitializeAsync()
    {
        Market.Write(trial.Replay, symbols: 3, sessions: 300);
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
    }

    [Fact]
    public async Task An_intact_root_has_no_finding_and_is_not_changed()
    {
        var before = LakeFolder.Bytes(trial.Lake);
        (await trial.CallAsync("verify", "--full", "--recompute", "40")).ShouldBe(ExitCode.Ok, "nothing is wrong", "15 rows equal", "11 audits: 11 ok");
        LakeFolder.Bytes(trial.Lake).ShouldBe(before);
    }

    [Theory]
    [InlineData("lake/price_data")]
    [InlineData("lake/features")]
    [InlineData("lake/quarantine")]
    [InlineData("lake/manifest.json")]
    [InlineData("lake/manifest.2.json")]
    [InlineData("lake/views.sql")]
    public async Task A_flipped_bit_in_any_kind_of_file_is_found(string kind)
    {
        var path = Path.Combine(trial.Data, kind);
        if (Directory.Exists(path)) path = Directory.GetFiles(path, "*.parquet", SearchOption.AllDirectories)[0];
        await BitFlipTests.FlipAsync(path, new FileInfo(path).Length / 2, 5);
        (await trial.CallAsync("verify")).ShouldBe(ExitCode.DataUnfit, Path.GetFileName(path));
    }

    [Fact]
    public async Task A_flipped_bit_in_a_block_of_the_published_tables_is_found_if_the_block_is_in_use()
    {
        const int header = 3 * 4096, block = 262_144, inside = 64;
        var (content, found) = (ContentHash.OfEmbedded(trial.Data), 0);
        for (long at = header + inside; at < new FileInfo(trial.Embedded).Length; at += block)
        {
            await BitFlipTests.FlipAsync(trial.Embedded, at, 5);
            var ended = await trial.CallAsync("verify", "--recompute", "0");
            if (ended.Code == ExitCode.Ok) ContentHash.OfEmbedded(trial.Data).ShouldBe(content);
            else ended.ShouldBe(ExitCode.DataUnfit, "published");
            found += ended.Code == ExitCode.Ok ? 0 : 1;
            await BitFlipTests.FlipAsync(trial.Embedded, at, 5);
        }
        found.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task Rot_that_no_time_stamp_shows_is_found_by_reading_every_file()
    {
        var file = Directory.GetFiles(Path.Combine(trial.Lake, "features"), "*.parquet")[0];
        (await trial.CallAsync("sql", "SELECT 1")).ShouldBe(ExitCode.Ok);
        await BitFlipTests.FlipAsync(file, new FileInfo(file).Length / 2, 1);
        Remember(file);
        (await trial.CallAsync("sql", "SELECT 1")).ShouldBe(ExitCode.Ok);
        (await trial.CallAsync("verify", "--full")).ShouldBe(ExitCode.DataUnfit, Path.GetFileName(file), "(features", "repair");
    }

    [Theory]
    [InlineData("\"rows\": ")]
    [InlineData("\"first_symbol\": \"S0")]
    [InlineData("\"last_date\": \"201")]
    public async Task An_entry_of_the_manifest_that_the_file_contradicts_is_found(string field)
    {
        var text = await File.ReadAllTextAsync(trial.Manifest);
        var at = text.IndexOf(field, StringComparison.Ordinal) + field.Length;
        text = string.Concat(text.AsSpan(0, at), text[at] == '6' ? "7" : "6", text.AsSpan(at + 1));
        at = text.LastIndexOf("\"checksum\": \"", StringComparison.Ordinal) + 13;
        text = string.Concat(text.AsSpan(0, at), ManifestChecksum.Zeros, text.AsSpan(at + 64));
        await File.WriteAllBytesAsync(trial.Manifest, ManifestChecksum.Put(Encoding.UTF8.GetBytes(text)));
        (await trial.CallAsync("verify")).ShouldBe(ExitCode.DataUnfit, "the manifest lists", "rows, symbols, sessions");
    }

    [Fact]
    public async Task Stored_features_that_bars_do_not_give_are_found_by_column()
    {
        using (var lake = new DataLake(trial.Lake, TimeProvider.System, workers: 1, Catalogue.Standard.FeatureSchema))
        {
            var manifest = lake.Current();
            var wrong = (await lake.TableAsync(manifest, "SELECT * REPLACE (rsi_14 * 1.0001 AS rsi_14) FROM features", default))!;
            var commit = lake.Begin("a-fault");
            await commit.ReplaceAsync(lake.Features, new[] { wrong }.ToAsyncEnumerable(), default);
            commit.Stamp(lake.Features, manifest.MadeFrom["features"]);
            commit.Publish();
        }
        (await trial.CallAsync("verify", "--recompute", "1")).ShouldBe(ExitCode.DataUnfit, "features: S0", "rsi_14 is", "computed from bars");
    }

    [Fact]
    public async Task A_published_row_that_bars_do_not_give_is_found_by_column()
    {
        EmbeddedTrial.Change(trial.Embedded, "UPDATE market_analysis_cache SET sma_50 = sma_50 + 0.01");
        (await trial.CallAsync("verify")).ShouldBe(ExitCode.DataUnfit, "market_analysis_cache: S0", "sma_50 is");
    }

    [Theory]
    [InlineData("--sample", "0%")]
    [InlineData("--sample", "101")]
    [InlineData("--sample", "some")]
    [InlineData("--recompute", "-1")]
    [InlineData("--recompute", "1000000")]
    public async Task An_invalid_option_is_a_usage_error(string option, string value) =>
        (await trial.CallAsync("verify", option, value)).ShouldBe(ExitCode.Usage, option, "expected");

    public void Dispose() => trial.Dispose();

    Task IAsyncLifetime.DisposeAsync() => Task.CompletedTask;

    /// <summary>Records the file as read, as if it had changed without any of its times.</summary>
    private void Remember(string file)
    {
        var (memo, name) = (Path.Combine(trial.Data, "lake.checked"), Path.GetFileNameWithoutExtension(file));
        var s = FileStamp.Of(file);
        var lines = File.ReadAllLines(memo).Select(line => !line.StartsWith(name, StringComparison.Ordinal) ? line
            : string.Create(CultureInfo.InvariantCulture, $"{line.Split(' ')[0]} {s.Inode} {s.Size} {s.Modified} {s.Changed}"));
        File.WriteAllLines(memo, lines.ToList());
        File.SetLastWriteTimeUtc(memo, DateTime.UtcNow.AddHours(1));
    }
}
