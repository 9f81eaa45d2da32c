using Cronos;
using QuantMatrix.Tests.UnitTests.Graph;

namespace QuantMatrix.Tests.UnitTests.Schedules;

public sealed class CronExportTests : IDisposable
{
    private readonly Workbench bench = new();

    [Theory]
    [InlineData("0 3 * * *", "UTC", "UTC", "0 3 * * *")]
    [InlineData("0 3 * * *", "UTC", "Asia/Tokyo", "0 12 * * *")]
    [InlineData("30 20 * * *", "UTC", "Asia/Kolkata", "0 2 * * *")]
    [InlineData("0 20 * * MON-FRI", "UTC", "Asia/Tokyo", "0 5 * * 2-6")]
    [InlineData("0 3 * * 0", "UTC", "America/Phoenix", "0 20 * * 6")]
    [InlineData("0 20 1,15 * *", "UTC", "Asia/Tokyo", "0 5 2,16 * *")]
    [InlineData("0 * * * *", "UTC", "Europe/Berlin", "0 * * * *")]
    [InlineData("0 * * * *", "UTC", "Asia/Kathmandu", "45 * * * *")]
    [InlineData("*/15 * * * *", "America/New_York", "Asia/Kolkata", "*/15 * * * *")]
    [InlineData("0,30 3 * * *", "UTC", "Asia/Kolkata", "30 8 * * *|0 9 * * *")]
    [InlineData("0 12,20 * * 5", "UTC", "Asia/Tokyo", "0 21 * * 5|0 5 * * 6")]
    [InlineData("30 17 * * *", "America/New_York", "America/New_York", "30 17 * * *")]
    [InlineData("30 17 * * *", "America/New_York", "America/Toronto", "30 17 * * *")]
    [InlineData("30 17 * * *", "America/New_York", "America/Chicago", "30 16 * * *")]
    public async Task A_schedule_is_converted_to_the_time_zone_of_the_host(string cron, string zone, string host, string lines)
    {
        Write(cron, zone);
        (await bench.RunAsync($"export cron --host-tz {host}")).ShouldBe(0, bench.Error.ToString());
        Lines().Select(line => string.Join(' ', line.Split(' ')[..5])).ShouldBe(lines.Split('|'));
        foreach (var line in Lines()) CronExpression.Parse(string.Join(' ', line.Split(' ')[..5])).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("0 3 * * *", "UTC", "Europe/Berlin", @"is 0[45]:00 on \d{4}-\d\d-\d\d and 0[45]:00 on .* in Europe/Berlin, because of daylight saving")]
    [InlineData("30 17 * * *", "America/New_York", "UTC", @"is 2[12]:30 on .* and 2[12]:30 on .* in UTC, because of .*; set the host to America")]
    [InlineData("30 17 * * *", "America/New_York", "Europe/London", "because of daylight saving time")]
    [InlineData("0 20 28 * *", "UTC", "Asia/Tokyo", "falls on days that no crontab line in Asia/Tokyo describes")]
    [InlineData("0 20 31 * *", "UTC", "Asia/Tokyo", "falls on days that no crontab line in Asia/Tokyo describes")]
    [InlineData("0 20 * 1 *", "UTC", "Asia/Tokyo", "falls on days that no crontab line in Asia/Tokyo describes")]
    [InlineData("0 3 L * *", "UTC", "UTC", "uses L, W or #")]
    [InlineData("0 3 13 * FRI", "UTC", "UTC", "restricts the day of the month and the weekday, which cron joins by OR")]
    [InlineData("0 3 30 2 *", "UTC", "UTC", "is never due")]
    [InlineData("0 3 * * 7-3/4,2", "UTC", "UTC", "has a range or step that schedulers read differently; list its values")]
    public async Task A_schedule_that_no_line_expresses_is_refused_and_nothing_is_written(string cron, string zone, string host, string reason)
    {
        Write(cron, zone);
        (await bench.RunAsync($"export cron --host-tz {host}")).ShouldBe(78);
        bench.Output.ToString().ShouldBeEmpty();
        bench.Error.ToString().ShouldMatch($@"^schedule 'night' \({System.Text.RegularExpressions.Regex.Escape(cron)} {zone}\) .*{reason}");
    }

    [Fact]
    public async Task Lines_wait_for_other_runs_and_repeat_the_settings_without_secrets()
    {
        Write("0 3 * * *", "UTC");
        (bench.Variables["QM_SOURCE"], bench.Variables["QM_DATA"]) = ("replay", "/srv/it's 100%");
        (bench.Variables["FMP_API_KEY"], bench.Variables["QM_FMP_URL"]) = ("sesame", "http://user:sesame@proxy/");
        (await bench.RunAsync("export cron")).ShouldBe(0, bench.Error.ToString());
        var text = bench.Output.ToString();
        text.ShouldNotContain("sesame");
        text.ShouldContain("# FMP_API_KEY is not written here");
        text.ShouldContain("# QM_FMP_URL is not written here");
        text.ShouldContain("# MAILTO=");
        text.ShouldContain("\nQM_DATA=\"/srv/it's 100%\"\nQM_SOURCE=\"replay\"\n");
        Lines().Single().ShouldMatch("^0 3 \\* \\* \\* /[^ ]+/run\\.sh run --quiet --wait 30m echo$");
    }

    [Fact]
    public async Task What_reports_runs_to_the_outside_is_carried_along_and_secrets_by_name()
    {
        Write("0 3 * * *", "UTC");
        (bench.Variables["OTEL_EXPORTER_OTLP_ENDPOINT"], bench.Variables["OTEL_SERVICE_NAME"]) = ("http://collector:4318", "night");
        (bench.Variables["OTEL_EXPORTER_OTLP_HEADERS"], bench.Variables["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"]) = ("key=sesame", "https://u:sesame@c/");
        bench.Variables["QM_PING_URL"] = "https://ping/sesame";
        foreach (var scheduler in new[] { "cron", "systemd", "k8s" })
        {
            (await bench.RunAsync($"export {scheduler}")).ShouldBe(0, bench.Error.ToString());
            string[] names = ["OTEL_EXPORTER_OTLP_HEADERS", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_SERVICE_NAME", "QM_PING_URL"];
            foreach (var name in names) bench.Output.ToString().ShouldContain(name, Case.Sensitive, scheduler);
            bench.Output.ToString().ShouldNotContain("sesame");
            bench.Output.GetStringBuilder().Clear();
        }
        await bench.RunAsync("export cron");
        bench.Output.ToString().ShouldContain("\nOTEL_EXPORTER_OTLP_ENDPOINT=\"http://collector:4318\"\nOTEL_SERVICE_NAME=\"night\"\n");
        bench.Output.ToString().ShouldContain("# OTEL_EXPORTER_OTLP_HEADERS is not written here: add it to the crontab, which only its user");
    }

    [Theory]
    [InlineData("exit_on_partial: true", "run --quiet --wait 30m --exit-on-partial echo")]
    [InlineData("catch_up: all", "run --quiet --wait 30m --catch-up night")]
    [InlineData("catch_up: latest, exit_on_partial: true", "run --quiet --wait 30m --exit-on-partial --catch-up night")]
    [InlineData("exit_on_partial: false", "run --quiet --wait 30m echo")]
    public async Task How_a_schedule_catches_up_and_exits_is_passed_on(string policy, string arguments)
    {
        bench.WriteJobs($"jobs: {{echo: {{}}}}\nschedules:\n  night: {{cron: \"0 3 * * *\", {policy}, target: echo}}\n");
        (await bench.RunAsync("export cron")).ShouldBe(0, bench.Error.ToString());
        Lines().Single().ShouldEndWith($"/run.sh {arguments}");
    }

    [Fact]
    public async Task Words_are_quoted_for_the_shell_and_percent_signs_for_cron()
    {
        bench.WriteJobs("""
            jobs: {"it's 5%": {run: echo}}
            schedules: {night: {cron: 0 3 * * *, target: "it's 5%"}}
            """);
        (await bench.RunAsync("export cron")).ShouldBe(0, bench.Error.ToString());
        Lines().Single().ShouldEndWith(@" run --quiet --wait 30m 'it'\''s 5\%'");
    }

    [Fact]
    public async Task Another_job_file_is_named_by_its_absolute_path()
    {
        Write("0 3 * * *", "UTC");
        var file = Path.GetRelativePath(Directory.GetCurrentDirectory(), Path.Combine(Path.GetDirectoryName(bench.Data)!, "jobs.yaml"));
        (await bench.RunAsync($"export cron --jobs {file}")).ShouldBe(0, bench.Error.ToString());
        Lines().Single().ShouldContain($" run --quiet --wait 30m --jobs {Path.GetFullPath(file)} echo");
    }

    [Theory]
    [InlineData("export", 64, "missing argument SYSTEM; expected export SYSTEM")]
    [InlineData("export corn", 64, "unknown system 'corn'; did you mean 'cron'?")]
    [InlineData("export cron --host-tz Berlin", 64, "--host-tz Berlin: unknown time zone; expected a name of the tz database like Europe/Berlin or UTC")]
    [InlineData("export k8s --host-tz UTC", 64, "--host-tz applies only to cron; k8s has the time zone of each schedule")]
    [InlineData("export cron --out /dev/null/x", 78, "--out /dev/null/x: cannot write: ")]
    public async Task A_wrong_command_line_is_refused(string arguments, int code, string message)
    {
        Write("0 3 * * *", "UTC");
        (await bench.RunAsync(arguments)).ShouldBe(code);
        bench.Error.ToString().ShouldStartWith(message);
    }

    [Fact]
    public async Task A_file_without_schedules_is_refused()
    {
        bench.WriteJobs("jobs: {echo: {}}");
        (await bench.RunAsync("export cron")).ShouldBe(78);
        bench.Error.ToString().ShouldStartWith("the job file has no schedules");
    }

    public void Dispose() => bench.Dispose();

    private void Write(string cron, string zone) =>
        bench.WriteJobs($"jobs: {{echo: {{}}}}\nschedules:\n  night: {{cron: \"{cron}\", tz: {zone}, target: echo}}\n");

    private IEnumerable<string> Lines() => bench.Output.ToString().Split('\n').Where(line => line.Contains("run.sh run", StringComparison.Ordinal));
}
