using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>However a run ends, the next one leaves the content of an undisturbed run.</summary>
[Trait("class", "slow")]
public sealed class KillTests(UndisturbedRun undisturbed) : IClassFixture<UndisturbedRun>, IDisposable
{
    /// <summary>Kills at moments spread over a run; ten times as many in a soak test.</summary>
    private static readonly int Kills = Soak.Of(5, 50);

    private readonly TempFolder folder = new();

    private string Data => folder["data"];

    [Fact]
    public async Task A_run_killed_at_any_moment_and_run_again_leaves_the_content_of_an_undisturbed_one()
    {
        var aim = 1.0; // a run that finished before it was killed starts over, and the next kill comes earlier
        for (var kills = 0; kills < Kills;)
        {
            if (await KilledAsync(Moment(kills) * aim))
            {
                kills++;
                await AgainAsync();
                continue;
            }
            aim *= 0.9;
            StartOver();
        }
    }

    [Fact]
    public async Task After_several_killed_runs_one_run_completes_the_data_root()
    {
        for (var kill = 0; kill < Kills; kill += 2) await KilledAsync(Moment(kill));
        await AgainAsync();
    }

    /// <summary>A parent such as nohup, or a script with <c>&amp;</c>, starts the program with SIGINT ignored.</summary>
    [Theory]
    [InlineData("TERM", "")]
    [InlineData("INT", "")]
    [InlineData("INT", "trap '' INT; ")]
    public async Task A_stopped_run_ends_as_temporary_and_the_next_one_completes_it(string signal, string parent)
    {
        for (var stopped = false; !stopped; await AgainAsync())
        {
            using var run = Executable.Start(Data, undisturbed.Replay, within: ["sh", "-c", $"{parent}exec \"$0\" \"$@\""]);
            await run.WorkingAsync();
            var sent = await run.SignalAsync(signal);
            var end = await run.EndedAsync();
            stopped = sent && end.Code != ExitCode.Ok; // a run may finish before the signal arrives
            if (stopped) end.ShouldBe(ExitCode.Temporary);
        }
    }

    [Fact]
    public async Task Of_two_runs_at_once_the_second_is_refused_with_the_holder_of_the_lock()
    {
        using var first = await Executable.PausedAsync(Data, undisturbed.Replay, "lake.before_file");
        (await Executable.RunAsync(Data, undisturbed.Replay)).ShouldBe(ExitCode.Temporary, "another run", $"pid {first.Id}", "run.lock", "retry");
        await first.SignalAsync("CONT");
        (await first.EndedAsync()).ShouldBe(ExitCode.Ok);
        ContentHash.Of(Data).ShouldBe(undisturbed.Content);
    }

    public void Dispose() => folder.Dispose();

    /// <summary>A random moment in one of as many equal parts of the duration as there are kills.</summary>
    private TimeSpan Moment(int kill) => undisturbed.Duration * ((kill * 3 % Kills + new Random(kill).NextDouble()) / Kills);

    /// <returns>False when the run had finished before.</returns>
    private async Task<bool> KilledAsync(TimeSpan moment)
    {
        using var run = Executable.Start(Data, undisturbed.Replay);
        await Task.Delay(moment);
        return await run.KillAsync();
    }

    /// <summary>An undisturbed run succeeds and leaves the right content.</summary>
    private async Task AgainAsync()
    {
        (await Executable.RunAsync(Data, undisturbed.Replay)).ShouldBe(ExitCode.Ok);
        StartOver();
    }

    /// <summary>Checks the content, then deletes the data root.</summary>
    private void StartOver()
    {
        ContentHash.Of(Data).ShouldBe(undisturbed.Content);
        Directory.Delete(Data, recursive: true);
    }
}
