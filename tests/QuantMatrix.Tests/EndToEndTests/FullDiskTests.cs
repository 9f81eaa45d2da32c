using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>A disk without room ends a run with a reason, and what was stored before is whole.</summary>
public sealed class FullDiskTests : IDisposable
{
    private const int CertainlyTooLittle = 16;
    private readonly Trial trial = new();

    [SmallDiskTheory]
    [InlineData(0)]
    [InlineData(16)]
    [InlineData(400)]
    [InlineData(1200)]
    public async Task A_run_on_a_full_disk_says_so_and_the_next_one_with_room_completes(int roomKilobytes)
    {
        using var disk = new SmallDisk(trial.Data, megabytes: 16);
        Market.Write(trial.Replay, symbols: 4, sessions: 1000);
        disk.Fill(roomKilobytes);

        // With little room the bars do not fit; with more it is up to DuckDB when it writes its log into the file.
        var full = await trial.RunAsync();
        if (roomKilobytes <= CertainlyTooLittle || full.Code != ExitCode.Ok) full.ShouldBe(ExitCode.Temporary, "No space left");

        disk.Empty();
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        var content = ContentHash.Of(trial.Data);
        using var elsewhere = new Trial { Replay = trial.Replay };
        (await elsewhere.RunAsync()).ShouldBe(ExitCode.Ok);
        content.ShouldBe(ContentHash.Of(elsewhere.Data));
    }

    public void Dispose() => trial.Dispose();
}
