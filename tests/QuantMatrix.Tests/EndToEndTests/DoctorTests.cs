using System.Globalization;
using System.Security.Cryptography;
using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary><c>doctor</c> of the real program: what it finds, the exit code of each kind of failure, and that it changes nothing.</summary>
[Trait("class", "slow")]
public sealed class DoctorTests : IDisposable
{
    private readonly NightClock clock = new();
    private readonly Trial trial;

    public DoctorTests()
    {
        trial = new Trial { Time = clock };
        Market.Write(trial.Replay, symbols: 3, sessions: 300);
    }

    [Fact]
    public async Task Before_the_first_run_and_after_it_all_is_well_and_nothing_is_written()
    {
        (await trial.CallAsync("doctor")).ShouldBe(ExitCode.Ok, "data root    ", "does not exist yet", "lake         empty", "0 failures");
        Directory.Exists(trial.Data).ShouldBeFalse();
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        File.Delete(Path.Combine(trial.Data, "lake.checked"));
        var files = Files();
        var doctor = await trial.CallAsync("doctor");
        doctor.ShouldBe(ExitCode.Ok,
            $"{trial.Data}, writable", "file locks   the file system", "runs         none is open, none was killed", "read and intact");
        Files().ShouldBe(files);
        Failures(doctor).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_warning_and_failure_has_a_command_below_it()
    {
        trial.Variables["QM_SOURCE"] = "live";
        var doctor = await trial.CallAsync("doctor", "--jobs", trial.Jobs(("bars: [fmp, twelvedata, tiingo, eodhd, yahoo]", "bars: [fmp, eodhd]")));
        doctor.ShouldBe(ExitCode.Configuration, "fail  keys         none of FMP_API_KEY, EODHD_API_KEY is set", "\n      export FMP_API_KEY_FILE=");
        var lines = doctor.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < lines.Length - 1; i++)
            if (lines[i].StartsWith("ok ", StringComparison.Ordinal)) lines[i + 1].ShouldMatch("^(ok|warn|fail|[0-9])");
            else if (lines[i][0] != ' ') lines[i + 1].ShouldStartWith("      ");
        lines[^1].ShouldMatch("^[0-9]+ ok, [0-9]+ warnings?, 1 failure$");
    }

    [Fact]
    public async Task Keys_are_named_and_never_shown()
    {
        trial.Variables["FMP_API_KEY"] = "geheim-1234";
        var doctor = await trial.CallAsync("doctor");
        doctor.ShouldBe(ExitCode.Ok, "FMP_API_KEY is set", "skipped without a key: twelvedata (TWELVEDATA_API_KEY)");
        doctor.Text.ShouldNotContain("geheim");
    }

    [Theory]
    [InlineData("longer", "found ")]
    [InlineData("flipped", "found SHA-256")]
    [InlineData("missing", "found no such file")]
    [InlineData("manifest", "manifest.json")]
    public async Task Damage_of_the_lake_is_65_and_names_repair(string damage, string found)
    {
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        var file = damage == "manifest" ? trial.Manifest : Directory.GetFiles(trial.Lake, "*.parquet", SearchOption.AllDirectories)[0];
        var bytes = await File.ReadAllBytesAsync(file);
        if (damage == "missing") File.Delete(file);
        else if (damage == "longer") await File.WriteAllBytesAsync(file, [.. bytes, 0]);
        else
        {
            bytes[bytes.Length / 2] ^= 1;
            await File.WriteAllBytesAsync(file, bytes);
        }
        (await trial.CallAsync("doctor")).ShouldBe(ExitCode.DataUnfit, "fail  lake", found, "\n      ./run.sh repair", "1 failure");
    }

    [Fact]
    public async Task A_clock_behind_the_reports_is_a_failure()
    {
        clock.Set(DateTimeOffset.UtcNow.AddDays(3));
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        clock.Set(DateTimeOffset.UtcNow);
        (await trial.CallAsync("doctor")).ShouldBe(ExitCode.Configuration, "fail  clock", "the clock is behind now, or was ahead then", "timedatectl");
    }

    [Fact]
    public async Task A_calendar_that_ends_soon_is_a_failure()
    {
        clock.Set(new(2099, 11, 20, 3, 0, 0, TimeSpan.Zero));
        (await trial.CallAsync("doctor")).ShouldBe(ExitCode.Configuration, "fail  calendar", "41 days ahead; expected more than 60 days", "warn  clock");
    }

    [Fact]
    public async Task Faults_of_the_job_file_and_of_variables_do_not_end_the_other_checks()
    {
        trial.Variables["QM_SOURCE"] = "liv";
        trial.Variables["QM_REPLAY_DATES"] = "ydm";
        var doctor = await trial.CallAsync("doctor", "--jobs", trial.Jobs(("  backfill_symbols:\n", "  backfil_symbols:\n")));
        doctor.ShouldBe(ExitCode.Configuration, "fail  settings    QM_SOURCE: unknown source 'liv'", "QM_REPLAY_DATES: unknown order 'ydm'",
            "fail  jobs.yaml", "backfil_symbols", "ok    lake", "3 failures");
    }

    [Fact]
    public async Task Schedules_that_collide_and_a_killed_run_are_named()
    {
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        var report = Directory.GetFiles(Path.Combine(trial.Data, "runs"), "*.json").Single();
        var text = (await File.ReadAllTextAsync(report)).Replace("\"status\": \"partial\"", "\"status\": \"running\"", StringComparison.Ordinal)
            .Replace("\"status\": \"ok\"", "\"status\": \"running\"", StringComparison.Ordinal);
        await File.WriteAllTextAsync(report, text.Replace($"\"pid\": {Environment.ProcessId}", "\"pid\": 999999999", StringComparison.Ordinal));
        var jobs = trial.Jobs(("  ibkr-daily-flex-sync:", "  again: {cron: \"0 3 * * 1-5\", target: backfill_symbols}\n  ibkr-daily-flex-sync:"));
        (await trial.CallAsync("doctor", "--jobs", jobs)).ShouldBe(ExitCode.Ok, "warn  schedules    restore-daily-coverage-tracked and again both start at ",
            " 03:00 UTC and write the same", $"warn  runs         {Path.GetFileNameWithoutExtension(report)}, the newest of {Trial.Chain}, was killed",
            $"      ./run.sh retry {Path.GetFileNameWithoutExtension(report)}\n");
    }

    /// <summary>It neither waits for the lock of a run nor refuses one.</summary>
    [Fact]
    public async Task While_a_run_holds_the_lock_it_works()
    {
        Directory.CreateDirectory(Path.Combine(trial.Data, "runs"));
        using var held = await HeldLock.TakeAsync(trial.Data);
        (await trial.CallAsync("doctor")).ShouldBe(ExitCode.Ok, "ok    file locks");
    }

    [SmallDiskTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_root_that_is_read_only_or_almost_full_is_a_failure(bool isReadOnly)
    {
        using var disk = new SmallDisk(trial.Data, megabytes: 48);
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        if (isReadOnly) disk.MakeReadOnly();
        var doctor = await trial.CallAsync("doctor");
        doctor.ShouldBe(ExitCode.Configuration, "fail  disk", $"free at {trial.Data}; expected at least 1 GiB", "du -sh");
        if (isReadOnly) doctor.ShouldBe(ExitCode.Configuration, "fail  data root", "Read-only file system", "mount -o remount,rw ");
        else doctor.Text.ShouldNotContain("fail  data root");
    }

    [UserFact]
    public async Task A_root_of_another_user_is_a_failure()
    {
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        File.SetUnixFileMode(trial.Lake, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        (await trial.CallAsync("doctor")).ShouldBe(ExitCode.Configuration, "fail  data root", "Permission denied", "sudo chown -R ");
        File.SetUnixFileMode(trial.Lake, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task Without_zone_data_it_says_so()
    {
        var empty = Path.Combine(trial.Folder, "no zones");
        Directory.CreateDirectory(empty);
        using var program = Executable.Command(trial.Data, trial.Replay, ["doctor"], [$"TZDIR={empty}"]);
        (await program.EndedAsync()).ShouldBe(ExitCode.Configuration, "fail  time zones   no zone data for America/New_York", "apt-get install -y tzdata");
        Directory.Exists(trial.Data).ShouldBeFalse();
    }

    /// <summary>Seven days of reports are needed; the sizes in them are those of the data root.</summary>
    [Fact]
    public async Task The_growth_comes_from_the_reports_of_runs()
    {
        var today = DateTimeOffset.UtcNow;
        foreach (var day in new[] { -9, 0 })
        {
            clock.Set(today.AddDays(day));
            (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
            if (day < 0) (await trial.CallAsync("doctor")).Output.ShouldContain("growth       unknown");
            using var ballast = File.OpenWrite(Path.Combine(trial.Data, "runs", "ballast"));
            ballast.SetLength(180 << 20);
        }
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        (await trial.CallAsync("doctor")).Output.ShouldMatch(@"ok    growth       2[0-3](\.\d)? MiB a day over 9 days: the disk is full in ");
    }

    public void Dispose() => trial.Dispose();

    private static IEnumerable<string> Failures(Ended doctor) => doctor.Output.Split('\n').Where(line => line.StartsWith("fail", StringComparison.Ordinal));

    /// <summary>Every file and directory of the data root with its content and its time of change.</summary>
    private List<string> Files() => [.. Directory.EnumerateFileSystemEntries(trial.Data, "*", SearchOption.AllDirectories).Order()
        .Select(f => string.Create(CultureInfo.InvariantCulture, $"{f} {File.GetLastWriteTimeUtc(f):O} {Hash(f)}"))];

    private static string Hash(string path) => Directory.Exists(path) ? "" : Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)));
}
