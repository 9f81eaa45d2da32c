using System.Diagnostics;
using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Tests.EndToEnd;

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
        Directory.CreateDirectory(trial.Data);
        await ShellAsync($"mount -t tmpfs -o size=16m tmpfs '{trial.Data}'");
        try
        {
            Market.Write(trial.Replay, symbols: 4, sessions: 1000);
            var ballast = Path.Combine(trial.Data, "ballast");
            await File.WriteAllBytesAsync(ballast, new byte[(16 * 1024 - roomKilobytes) * 1024]);

            // With little room the bars do not fit; with more it is up to DuckDB when it writes its log into the file.
            var full = await trial.RunAsync();
            if (roomKilobytes <= CertainlyTooLittle || full.Code != ExitCode.Ok) full.ShouldBe(ExitCode.Temporary, "No space left");

            File.Delete(ballast);
            (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
            var content = ContentHash.Of(trial.Data);
            using var elsewhere = new Trial { Replay = trial.Replay };
            (await elsewhere.RunAsync()).ShouldBe(ExitCode.Ok);
            content.ShouldBe(ContentHash.Of(elsewhere.Data));
        }
        finally
        {
            await ShellAsync($"umount -l '{trial.Data}'");
        }
    }

    public void Dispose() => trial.Dispose();

    private static async Task ShellAsync(string command)
    {
        using var shell = Process.Start("sh", ["-c", command]);
        await shell.WaitForExitAsync();
        shell.ExitCode.ShouldBe(ExitCode.Ok, command);
    }
}
