using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>A damaged data root is reported by name and left unchanged.</summary>
[Trait("class", "slow")]
public sealed class BrokenStoreTests : IAsyncLifetime, IDisposable
{
    private readonly Trial trial = new();
    private IReadOnlyDictionary<string, string> content = null!;

    public async Task InitializeAsync()
    {
        Market.Write(trial.Replay, symbols: 3, sessions: 300);
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        content = ContentHash.Of(trial.Data);
    }

    [Fact]
    public async Task A_missing_file_of_the_manifest_is_named()
    {
        var lost = Directory.GetFiles(Path.Combine(trial.Lake, "price_data"), "*.parquet", SearchOption.AllDirectories)[0];
        var bytes = await File.ReadAllBytesAsync(lost);
        File.Delete(lost);
        var (files, published) = (LakeFolder.Bytes(trial.Lake), ContentHash.OfEmbedded(trial.Data));

        foreach (var ended in new[] { await trial.RunAsync(), await trial.CallAsync("sql", "SELECT 1"), await trial.CallAsync("show", "S01") })
            ended.ShouldBe(ExitCode.DataUnfit, trial.Manifest, Path.GetFileName(lost), "no such file", "./run.sh repair");

        LakeFolder.Bytes(trial.Lake).ShouldBe(files);
        ContentHash.OfEmbedded(trial.Data).Where(t => t.Key != "key_value").ShouldBe(published.Where(t => t.Key != "key_value"));
        await File.WriteAllBytesAsync(lost, bytes);
        await ShouldBeAsBeforeAsync();
    }

    [Theory]
    [InlineData("{ not json")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1, 2]")]
    public async Task An_invalid_manifest_is_named(string text)
    {
        var manifest = await File.ReadAllTextAsync(trial.Manifest);
        await File.WriteAllTextAsync(trial.Manifest, text);
        var files = LakeFolder.Bytes(trial.Lake);

        foreach (var ended in new[] { await trial.RunAsync(), await trial.CallAsync("sql", "SELECT 1") })
            ended.ShouldBe(ExitCode.DataUnfit, trial.Manifest, "manifest");

        LakeFolder.Bytes(trial.Lake).ShouldBe(files);
        await File.WriteAllTextAsync(trial.Manifest, manifest);
        await ShouldBeAsBeforeAsync();
    }

    [Fact]
    public async Task A_lake_of_a_newer_format_is_refused_with_what_to_do()
    {
        var manifest = await File.ReadAllTextAsync(trial.Manifest);
        await File.WriteAllTextAsync(trial.Manifest, manifest.Replace("_version\": 3", "_version\": 4", StringComparison.Ordinal));
        var files = LakeFolder.Bytes(trial.Lake);

        foreach (var ended in new[] { await trial.RunAsync(), await trial.CallAsync("sql", "SELECT 1") })
            ended.ShouldBe(ExitCode.DataUnfit, trial.Manifest, "format version 4; expected 3 or older", "run that version");

        LakeFolder.Bytes(trial.Lake).ShouldBe(files);
        await File.WriteAllTextAsync(trial.Manifest, manifest);
        await ShouldBeAsBeforeAsync();
    }

    [Fact]
    public async Task A_missing_manifest_does_not_start_a_new_lake()
    {
        File.Move(trial.Manifest, trial.Manifest + ".away");
        var files = LakeFolder.Bytes(trial.Lake);

        (await trial.RunAsync()).ShouldBe(ExitCode.DataUnfit, trial.Manifest, "missing", "Parquet");

        LakeFolder.Bytes(trial.Lake).ShouldBe(files);
        File.Move(trial.Manifest + ".away", trial.Manifest);
        await ShouldBeAsBeforeAsync();
    }

    [Fact]
    public async Task A_stored_file_with_the_right_size_and_wrong_bytes_is_named()
    {
        var damaged = Directory.GetFiles(Path.Combine(trial.Lake, "price_data"), "*.parquet", SearchOption.AllDirectories)[0];
        var bytes = await File.ReadAllBytesAsync(damaged);
        await File.WriteAllBytesAsync(damaged, new byte[bytes.Length]);
        trial.With("S09.csv", Market.Csv(9, 300));

        (await trial.RunAsync()).ShouldBe(ExitCode.DataUnfit, Path.GetFileName(damaged));

        await File.WriteAllBytesAsync(damaged, bytes);
        File.Delete(Path.Combine(trial.Replay, "S09.csv"));
    }

    [Fact]
    public async Task A_published_file_that_is_not_a_database_is_named()
    {
        await File.WriteAllTextAsync(trial.Embedded, "this is not a database, but long enough to be opened as one");
        File.Delete(trial.Embedded + ".wal");
        var files = LakeFolder.Bytes(trial.Lake);

        (await trial.RunAsync()).ShouldBe(ExitCode.DataUnfit, trial.Embedded, "Move it", "away");
        (await trial.CallAsync("sql", "SELECT 1")).ShouldBe(ExitCode.DataUnfit, trial.Embedded);

        LakeFolder.Bytes(trial.Lake).ShouldBe(files);
        File.Move(trial.Embedded, trial.Embedded + ".away");
        await ShouldBeAsBeforeAsync();
    }

    public void Dispose() => trial.Dispose();

    Task IAsyncLifetime.DisposeAsync() => Task.CompletedTask;

    private async Task ShouldBeAsBeforeAsync()
    {
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        ContentHash.Of(trial.Data).ShouldBe(content);
    }
}
