using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>A damaged data root is told, named and left as it is.</summary>
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
    public async Task A_file_the_manifest_names_is_missing()
    {
        var lost = Directory.GetFiles(Path.Combine(trial.Lake, "price_data"), "*.parquet", SearchOption.AllDirectories)[0];
        var bytes = await File.ReadAllBytesAsync(lost);
        File.Delete(lost);
        var (files, published) = (LakeFolder.Bytes(trial.Lake), ContentHash.OfEmbedded(trial.Data));

        foreach (var ended in new[] { await trial.RunAsync(), await trial.CallAsync("sql", "SELECT 1"), await trial.CallAsync("show", "S01") })
            ended.ShouldBe(ExitCode.DataUnfit, trial.Manifest, Path.GetFileName(lost), "no such file", "Restore");

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
    public async Task A_manifest_that_is_none(string text)
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
    public async Task A_lost_manifest_is_not_a_new_lake()
    {
        File.Move(trial.Manifest, trial.Manifest + ".away");
        var files = LakeFolder.Bytes(trial.Lake);

        (await trial.RunAsync()).ShouldBe(ExitCode.DataUnfit, trial.Manifest, "missing", "Parquet");

        LakeFolder.Bytes(trial.Lake).ShouldBe(files);
        File.Move(trial.Manifest + ".away", trial.Manifest);
        await ShouldBeAsBeforeAsync();
    }

    [Fact]
    public async Task A_stored_file_of_the_right_size_and_the_wrong_bytes()
    {
        var spoilt = Directory.GetFiles(Path.Combine(trial.Lake, "price_data"), "*.parquet", SearchOption.AllDirectories)[0];
        var bytes = await File.ReadAllBytesAsync(spoilt);
        await File.WriteAllBytesAsync(spoilt, new byte[bytes.Length]);
        trial.With("S09.csv", Market.Csv(9, 300));

        (await trial.RunAsync()).ShouldBe(ExitCode.DataUnfit, Path.GetFileName(spoilt));

        await File.WriteAllBytesAsync(spoilt, bytes);
        File.Delete(Path.Combine(trial.Replay, "S09.csv"));
    }

    [Fact]
    public async Task A_published_file_that_is_no_database()
    {
        await File.WriteAllTextAsync(trial.Embedded, "this is no database, but it is long enough to be looked at as one");
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
