using System.Globalization;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Model;
using QuantMatrix.Tests.EndToEndTests;

namespace QuantMatrix.Tests.FaultTests;

/// <summary>Nights of a data root, each with a fault, after which the night is repeated or the damage repaired.</summary>
/// <param name="data">The data root.</param>
/// <param name="folder">A folder for everything else.</param>
/// <param name="replay">The folder of bars, which holds the sessions up to the night.</param>
internal sealed class DisturbedNights(string data, string folder, string replay)
{
    private static readonly string[] Commands = ["Backup", "Restore", "Repair", "Units", "Postgres", "Redis"];

    /// <summary>Points that a night on the embedded file may reach.</summary>
    private static readonly string[] Points = [.. Enum.GetValues<Failpoint>().Where(p => !Commands.Any(c => $"{p}".StartsWith(c, StringComparison.Ordinal)))
        .Select(InjectedFailure.Name)];

    private static readonly string[] OfCopy =
        [InjectedFailure.Name(Failpoint.EmbeddedBeforePublish), InjectedFailure.Name(Failpoint.EmbeddedAfterPublish)];

    private static readonly string[] Restorable = ["bar_revisions", "quarantine"];

    private readonly NightClock clock = new();

    /// <summary>Largest memory of each undisturbed night that ran as a process, in kilobytes.</summary>
    public List<long> Memory { get; } = [];

    /// <summary>How often each fault occurred.</summary>
    public SortedDictionary<string, int> Faults { get; } = [];

    /// <summary>Runs the night with a fault.</summary>
    /// <param name="now">The time of the night.</param>
    public async Task RunAsync(DateTimeOffset now, Random random)
    {
        clock.Set(now);
        var (name, fault) = Choose(random);
        Faults[name] = Faults.GetValueOrDefault(name) + 1;
        await fault(random);
        clock.Set(now);
        (await NightAsync()).ShouldBe(ExitCode.Ok);
    }

    public void At(DateTimeOffset now) => clock.Set(now);

    /// <summary>Runs the night as a process, undisturbed.</summary>
    public async Task MeasureAsync()
    {
        using var process = Executable.Start(data, replay);
        Memory.Add(await process.PeakMemoryAsync());
        (await process.EndedAsync()).ShouldBe(ExitCode.Ok);
    }

    /// <summary>Runs the night in this process.</summary>
    public async Task<Ended> NightAsync(params string[] options)
    {
        using var trial = Trial();
        return await trial.RunAsync(options);
    }

    private (string Name, Func<Random, Task> Fault) Choose(Random random)
    {
        (string, Func<Random, Task>)[] faults =
        [
            ("killed at a point", KillAtAsync), ("killed at a moment", KillAsync), ("stopped and continued", StopAsync),
            ("I/O error", r => FailAsync(r, "error", ExitCode.Failed)), ("full disk", r => FailAsync(r, "enospc", ExitCode.Temporary)),
            ("bit flipped, repaired", RepairAsync), ("bit flipped, restored", RestoreAsync), ("invalid job file", JobFileAsync), ("wrong clock", ClockAsync),
        ];
        return faults[random.Next(faults.Length)];
    }

    private async Task KillAtAsync(Random random)
    {
        using var process = Start(random, "kill");
        await process.EndedAsync();
    }

    private async Task KillAsync(Random random)
    {
        using var process = Executable.Start(data, replay);
        await Task.Delay(random.Next(100, 2_000));
        await process.KillAsync();
    }

    /// <summary>A run that is stopped before it takes the lock is refused when it wakes up, else the second one is; it may also end before the point.</summary>
    private async Task StopAsync(Random random)
    {
        using var process = Start(random, "pause");
        await process.StoppedAsync();
        var isStopped = await process.SignalAsync("STOP");
        var second = await NightAsync();
        second.Code.ShouldBeOneOf([ExitCode.Ok, .. isStopped ? new[] { ExitCode.Temporary } : []], second.Text);
        await process.SignalAsync("CONT");
        (await process.EndedAsync()).Code.ShouldBeOneOf(ExitCode.Ok, ExitCode.Temporary);
    }

    /// <summary>The program survives a failure to write a report; the copy for readers is published by the next run; any other failure ends the run.</summary>
    private async Task FailAsync(Random random, string fault, int code)
    {
        var (point, nth) = (Point(random), random.Next(1, 4));
        InjectedFailure.Parse($"{point}:{fault}:{nth}").Arm();
        var ended = await NightAsync();
        ended.Code.ShouldBeOneOf([ExitCode.Ok, OfCopy.Contains(point) ? ExitCode.Temporary : code], $"{point}:{fault}:{nth}\n{ended.Text}");
    }

    private async Task RepairAsync(Random random)
    {
        (await NightAsync()).ShouldBe(ExitCode.Ok);
        var files = LakeFiles.Live(data, random.Next(2) == 0 ? "price_data" : "features");
        await DamageAsync(files[random.Next(files.Count)], random);
        using var trial = Trial();
        (await trial.CallAsync("repair")).ShouldBe(ExitCode.Ok, "every file of the lake is intact");
    }

    /// <summary>What no source has is restored from a backup.</summary>
    private async Task RestoreAsync(Random random)
    {
        (await NightAsync()).ShouldBe(ExitCode.Ok);
        using var trial = Trial();
        var backup = Path.Combine(folder, "backup");
        (await trial.CallAsync("backup", backup)).ShouldBe(ExitCode.Ok);
        var files = Restorable.SelectMany(table => LakeFiles.Live(data, table)).Append(Path.Combine(data, "lake", "manifest.json")).ToList();
        await DamageAsync(files[random.Next(files.Count)], random);
        (await trial.CallAsync("restore", backup, "--force")).ShouldBe(ExitCode.Ok);
        Directory.Delete(backup, recursive: true);
    }

    /// <summary>A backup shares the bytes of the lake's files by hard links: the damaged file is another one.</summary>
    private async Task DamageAsync(string file, Random random)
    {
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        File.Delete(file);
        await File.WriteAllBytesAsync(file, bytes);
        using var trial = Trial();
        (await trial.CallAsync("sql", "SELECT count(*) FROM price_data")).ShouldBe(ExitCode.DataUnfit);
        (await trial.RunAsync()).ShouldBe(ExitCode.DataUnfit);
    }

    private async Task JobFileAsync(Random random)
    {
        var (jobs, text) = (Path.Combine(folder, "jobs.yaml"), await File.ReadAllTextAsync(Path.Combine(Fixtures.Repository, "jobs.yaml")));
        await File.WriteAllTextAsync(jobs, text + new[] { "\n]", "\nchains: {", "\n\tx: y", "\nbackfill: {}" }[random.Next(4)]);
        (await NightAsync("--jobs", jobs)).ShouldBe(ExitCode.Configuration, "jobs.yaml:");
    }

    private async Task ClockAsync(Random random)
    {
        clock.Set(clock.GetUtcNow().AddDays(random.Next(-40, 40)));
        (await NightAsync()).ShouldBe(ExitCode.Ok);
    }

    private Executable Start(Random random, string fault) => Executable.Command(data, replay, ["run", EndToEndTests.Trial.Chain],
        [string.Create(CultureInfo.InvariantCulture, $"QM_FAILPOINT={Point(random)}:{fault}:{random.Next(1, 5)}")]);

    private static string Point(Random random) => Points[random.Next(Points.Length)];

    private Trial Trial() => new() { Data = data, Replay = replay, Time = clock };
}
