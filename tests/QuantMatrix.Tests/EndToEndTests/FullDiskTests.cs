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
        using var disk = new SmallDisk(trial.Data, megabytes: 48);
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

    [SmallDiskTheory]
    [InlineData(64)]
    [InlineData(200)]
    [InlineData(800)]
    [InlineData(2400)]
    public async Task A_full_disk_ends_every_run_with_a_summary(int freeKilobytes)
    {
        using var disk = new SmallDisk(trial.Data, megabytes: 48);
        Market.Write(trial.Replay, symbols: 4, sessions: 1000);
        disk.Fill(freeKilobytes);
        var full = await trial.RunAsync();
        full.Code.ShouldBeOneOf(ExitCode.Ok, ExitCode.Temporary);
        full.Output.ShouldMatch($@"(^|\n)run \S+  exit {full.Code}  ");
    }

    [SmallDiskTheory]
    [InlineData(4)]
    public async Task A_read_only_data_root_is_named_as_such(int symbols)
    {
        using var disk = new SmallDisk(trial.Data, megabytes: 48);
        Market.Write(trial.Replay, symbols, sessions: 300);
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        disk.MakeReadOnly();
        (await trial.RunAsync()).ShouldBe(ExitCode.Configuration, "QM_DATA: cannot write", "run.lock", "Read-only file system");
    }

    public void Dispose() => trial.Dispose();
}
