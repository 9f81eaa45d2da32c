using System.Diagnostics;
using System.Globalization;
using CsCheck;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Schedules;
using QuantMatrix.Tests.UnitTests.Schedules;

namespace QuantMatrix.Tests.EndToEndTests.Schedulers;

/// <summary>The exported units, as systemd itself reads them.</summary>
public sealed class SystemdExportTests : IDisposable
{
    private static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly Trial trial = new();

    [Fact]
    public async Task Each_schedule_is_a_service_and_a_timer()
    {
        trial.Variables["QM_SOURCE"] = "replay";
        trial.Variables["FMP_API_KEY"] = "sesame";
        var files = await ExportAsync(trial.Jobs());
        files.Keys.ShouldBe(new[] { "restore-daily-coverage-tracked", "ibkr-daily-flex-sync", "monitor-coverage-health-hourly" }
            .SelectMany(name => new[] { $"quantmatrix-{name}.service", $"quantmatrix-{name}.timer" }), ignoreOrder: true);
        var timer = files["quantmatrix-restore-daily-coverage-tracked.timer"].Split('\n');
        timer.ShouldContain("OnCalendar=*-*-* 03:00:00 UTC");
        timer.ShouldContain("Persistent=true");
        var service = files["quantmatrix-restore-daily-coverage-tracked.service"].Split('\n');
        service.ShouldContain($"ExecStart={Fixtures.Repository}/run.sh run --quiet --wait 30m --jobs {trial.Jobs()} {Trial.Chain}");
        service.ShouldContain($"Environment=QM_DATA={trial.Data}");
        service.ShouldContain("Restart=on-failure");
        service.ShouldContain("RestartPreventExitStatus=1 64 65 78");
        string.Concat(files.Values).ShouldNotContain("sesame");
    }

    [SystemdFact]
    public async Task Systemd_accepts_the_units()
    {
        var file = trial.Jobs(("ibkr-daily-flex-sync: {cron: \"15 2 * * *\"", "ibkr-daily-flex-sync: {tz: America/New_York, cron: \"*/20 2 * */3 MON-FRI\""));
        await ExportAsync(file);
        Verify().ShouldBe((0, ""));
    }

    [SystemdTheory]
    [InlineData(".service", "Type=oneshot", "Type=onceshot")]
    [InlineData(".service", "RestartSec=10min", "RestartSec=10mn")]
    [InlineData(".service", "NoNewPrivileges", "NoNewPrivilege")]
    [InlineData(".service", "/run.sh", "/runs.sh")]
    [InlineData(".service", "[Service]", "[Servce]")]
    [InlineData(".timer", "03:00:00", "25:00:00")]
    [InlineData(".timer", "OnCalendar", "OnCalender")]
    [InlineData(".timer", "Persistent=true", "Persistent=maybe")]
    public async Task Systemd_refuses_changed_units(string kind, string text, string instead)
    {
        await ExportAsync(trial.Jobs());
        var path = Path.Combine(Units, $"quantmatrix-restore-daily-coverage-tracked{kind}");
        File.ReadAllText(path).ShouldContain(text);
        File.WriteAllText(path, File.ReadAllText(path).Replace(text, instead, StringComparison.Ordinal));
        Verify().Text.ShouldNotBeEmpty();
    }

    [SystemdFact]
    public void Systemd_computes_the_times_of_the_schedule()
    {
        foreach (var cron in new[] { "0 3 * * *", "*/15 22-2 * * MON-FRI", "0 0 13 * FRI", "5/20 1/7 2-30/9 */5 *" }) Check(cron);
        CronExpressions.Any.Sample(Check, iter: 100, threads: 1);

        static void Check(string cron)
        {
            if (CronExpressions.Due(cron, Start, 5) is { Count: > 0 } due) Times(CronFields.Parse(cron)!.ToSystemd(), due.Count).ShouldBe(due, cron);
        }
    }

    [Fact]
    public async Task A_name_that_is_no_unit_name_is_refused()
    {
        var file = trial.Jobs(("ibkr-daily-flex-sync:", "\"ibkr/daily\":"));
        (await trial.CallAsync("export", "systemd", "--jobs", file))
            .ShouldBe(ExitCode.Configuration, "'ibkr/daily'", "has a name that systemd does not accept");
    }

    public void Dispose() => trial.Dispose();

    private string Units => Path.Combine(trial.Folder, "units");

    private async Task<Dictionary<string, string>> ExportAsync(string jobs)
    {
        (await trial.CallAsync("export", "systemd", "--jobs", jobs, "--out", Units)).ShouldBe(ExitCode.Ok);
        return Directory.EnumerateFiles(Units).ToDictionary(f => Path.GetFileName(f), File.ReadAllText);
    }

    /// <summary>Its findings about these units; others of the machine may have some of their own.</summary>
    private (int Code, string Text) Verify()
    {
        var (code, text) = Analyze(["verify", .. Directory.EnumerateFiles(Units)]);
        return (code, string.Join('\n', text.Split('\n').Where(line => line.Contains("quantmatrix", StringComparison.Ordinal))));
    }

    private static IReadOnlyList<DateTime> Times(string calendar, int count)
    {
        var (code, text) = Analyze(["calendar", "--base-time", "2025-12-31 23:59:59 UTC", "--iterations", $"{count}", $"{calendar} UTC"]);
        code.ShouldBe(0, text);
        return [.. text.Split('\n').Select(line => line.TrimStart()).Where(line => line.Split(' ')[0] is "Next" or "Iter." or "Iteration").Select(Time)];
    }

    /// <summary><c>Next elapse: Fri 2026-01-02 03:00:00 UTC</c>.</summary>
    private static DateTime Time(string line) => DateTime.ParseExact(
        line[(line.IndexOf(": ", StringComparison.Ordinal) + 6)..].Trim(), "yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture,
        DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal);

    private static (int Code, string Text) Analyze(string[] arguments)
    {
        var start = new ProcessStartInfo(SystemdFactAttribute.Program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["TZ"] = "UTC";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, (output + error.Result).TrimEnd());
    }
}
