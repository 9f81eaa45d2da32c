using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>A run on a full disk fails with the reason and damages nothing stored before.</summary>
[Trait("class", "slow")]
public sealed class FullDiskTests : IDisposable
{
    private const int TooLittleKilobytes = 16;
    private readonly Trial trial = new();

    [SmallDiskTheory]
    [InlineData(0)]
    [InlineData(16)]
    [InlineData(400)]
    [InlineData(1200)]
    public async Task A_run_on_a_full_disk_reports_it_and_the_next_one_with_space_completes(int freeKilobytes)
    {
        using var disk = new SmallDisk(trial.Data, megabytes: 16);
        Market.Write(trial.Replay, symbols: 4, sessions: 1000);
        disk.Fill(freeKilobytes);

        // With little space the bars do not fit; with more it depends on when DuckDB checkpoints its log.
        var full = await trial.RunAsync();
        if (freeKilobytes <= TooLittleKilobytes || full.Code != ExitCode.Ok) full.ShouldBe(ExitCode.Temporary, "No space left");

        disk.Empty();
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        var content = ContentHash.Of(trial.Data);
        using var elsewhere = new Trial { Replay = trial.Replay };
        (await elsewhere.RunAsync()).ShouldBe(ExitCode.Ok);
        content.ShouldBe(ContentHash.Of(elsewhere.Data));
    }

    public void Dispose() => trial.Dispose();
}
