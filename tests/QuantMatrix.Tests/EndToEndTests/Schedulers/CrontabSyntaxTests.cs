using System.Diagnostics;
using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Tests.EndToEndTests.Schedulers;

/// <summary>The exported crontab, as the <c>crontab</c> command of Debian's cron reads it.</summary>
public sealed class CrontabSyntaxTests : IDisposable
{
    private readonly Trial trial = new();

    [CronTheory]
    [InlineData("0 3 * * *", "UTC")]
    [InlineData("*/7 22-2 1-15,20 JAN-MAR,12 *", "UTC")]
    [InlineData("10,40 */5 * * MON-FRI,7", "Asia/Kolkata")]
    [InlineData("@hourly", "Asia/Kathmandu")]
    public async Task Cron_accepts_the_crontab(string cron, string host)
    {
        trial.Variables["QM_SOURCE"] = "replay";
        Install(await ExportAsync(cron, host)).ShouldBe((0, ""));
    }

    [CronTheory]
    [InlineData("0 3 * * * ", "60 3 * * * ")]
    [InlineData("0 3 * * * ", "0 24 * * * ")]
    [InlineData("0 3 * * * ", "0 3 0 * * ")]
    [InlineData("0 3 * * * ", "0 3 * 13 * ")]
    [InlineData("0 3 * * * ", "0 3 L * * ")]
    [InlineData("0 3 * * * ", "0 3 * * ")]
    [InlineData("0 3 * * * ", "3 ")]
    [InlineData("# MAILTO", "MAILTO: operator\n# MAILTO")]
    public async Task Cron_refuses_a_changed_crontab(string text, string instead)
    {
        var crontab = await ExportAsync("0 3 * * *", "UTC");
        crontab.ShouldContain(text);
        Install(crontab.Replace(text, instead, StringComparison.Ordinal)).Code.ShouldNotBe(0);
    }

    public void Dispose() => trial.Dispose();

    private async Task<string> ExportAsync(string cron, string host)
    {
        var export = await trial.CallAsync("export", "cron", "--host-tz", host, "--jobs", trial.Jobs(
            ("cron: \"0 3 * * *\"", $"cron: \"{cron}\""), ("cron: \"15 2 * * *\"", $"cron: \"{cron}\"")));
        export.ShouldBe(ExitCode.Ok);
        return export.Output;
    }

    /// <summary>Installs it in a mount namespace, where the directory of crontabs is empty.</summary>
    private (int Code, string Text) Install(string crontab)
    {
        var file = Path.Combine(trial.Folder, "crontab");
        File.WriteAllText(file, crontab);
        var program = Path.Combine(Path.GetDirectoryName(CronFactAttribute.Program)!, "..", "bin", "crontab");
        var start = new ProcessStartInfo("unshare",
            ["-m", "sh", "-ec", $"mount -t tmpfs none /var/spool; mkdir -p /var/spool/cron/crontabs; exec '{program}' '{file}' 2>&1 </dev/null"])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, text);
    }
}
