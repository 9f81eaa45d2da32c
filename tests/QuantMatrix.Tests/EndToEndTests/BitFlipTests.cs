using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>A single flipped bit in any file of the lake is reported by every command that reads it; no other number is served.</summary>
[Trait("class", "slow")]
public sealed class BitFlipTests : IAsyncLifetime, IDisposable
{
    private readonly Trial trial = new();

    public async Task InitializeAsync()
    {
        Market.Write(trial.Replay, symbols: 3, sessions: 300);
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        trial.With("S01.csv", Market.Csv(7, 300));
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
    }

    [Theory]
    [InlineData("price_data")]
    [InlineData("features")]
    [InlineData("bar_revisions")]
    [InlineData("quarantine")]
    public async Task A_flipped_bit_is_reported_by_every_command_with_file_table_and_repair(string table)
    {
        var file = Directory.GetFiles(Path.Combine(trial.Lake, table), "*.parquet", SearchOption.AllDirectories)
            .First(f => File.ReadAllText(trial.Manifest).Contains(Path.GetFileName(f), StringComparison.Ordinal));
        var (bytes, step) = (await File.ReadAllBytesAsync(file), 0);
        foreach (var place in new[] { 0.001, 0.1, 0.4, 0.6, 0.9, 0.999 })
        {
            await FlipAsync(file, (long)(place * bytes.Length), step++ % 8);
            foreach (var ended in await ReadingAsync()) ended.ShouldBe(ExitCode.DataUnfit, Path.GetFileName(file), $"({table}", "./run.sh repair");
            await File.WriteAllBytesAsync(file, bytes);
            foreach (var ended in await ReadingAsync()) ended.ShouldBe(ExitCode.Ok);
        }
        await FlipAsync(file, bytes.Length / 2, 3);
        (await trial.RunAsync()).ShouldBe(ExitCode.DataUnfit, Path.GetFileName(file), $"({table}", "./run.sh repair");
    }

    [Fact]
    public async Task A_damaged_block_of_the_published_tables_is_unfit_data()
    {
        var bytes = await File.ReadAllBytesAsync(trial.Embedded);
        for (var at = 3L * 4096 + 5000; at < bytes.Length; at += 4096) await FlipAsync(trial.Embedded, at, 2);
        (await trial.CallAsync("sql", "SELECT * FROM market_analysis_history")).ShouldBe(ExitCode.DataUnfit, trial.Embedded);
        (await trial.CallAsync("screen", "rsi_14 > 0")).ShouldBe(ExitCode.DataUnfit, trial.Embedded);
        (await trial.CallAsync("show", "S01", "--all")).ShouldBe(ExitCode.DataUnfit, trial.Embedded);
    }

    [Fact]
    public async Task A_lost_file_of_published_tables_is_unfit_data_and_a_wrong_query_stays_a_usage_error()
    {
        File.Delete(trial.Embedded);
        (await trial.CallAsync("screen", "rsi_14 > 0")).ShouldBe(ExitCode.DataUnfit, trial.Embedded, "is missing");
        (await trial.CallAsync("sql", "SELECT * FROM nowhere")).ShouldBe(ExitCode.Usage);
        (await trial.CallAsync("sql", "SELECT CAST('a' AS INTEGER)")).ShouldBe(ExitCode.Usage);
    }

    public void Dispose() => trial.Dispose();

    Task IAsyncLifetime.DisposeAsync() => Task.CompletedTask;

    private async Task<Ended[]> ReadingAsync() =>
    [
        await trial.CallAsync("sql", "SELECT count(*) FROM price_data"), await trial.CallAsync("show", "S01"),
        await trial.CallAsync("screen", "rsi_14 > 0"), await trial.CallAsync("audit"),
    ];

    internal static async Task FlipAsync(string file, long at, int bit)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        stream.Position = at;
        var value = stream.ReadByte();
        stream.Position = at;
        stream.WriteByte((byte)(value ^ (1 << bit)));
    }
}
