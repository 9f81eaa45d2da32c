using System.Diagnostics;

namespace QuantMatrix.Tests.EndToEndTests.Schedulers;

/// <summary>The cron of Debian with one crontab, in a mount namespace where a script stores the mail; for a <see cref="CronFactAttribute"/>.</summary>
internal sealed class CronDaemon : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly Process process;

    public CronDaemon(string crontab)
    {
        Directory.CreateDirectory(folder["mail"]);
        Directory.CreateDirectory(folder["sbin"]);
        File.WriteAllText(folder["crontab"], crontab);
        File.Copy(CronFactAttribute.Program!, folder["sbin", "cron"]);
        File.WriteAllText(folder["sbin", "sendmail"], $"#!/bin/sh\ncd '{folder["mail"]}' && cat > $$.part && mv $$.part $$.txt\n");
        File.SetUnixFileMode(folder["sbin", "sendmail"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var start = new ProcessStartInfo("unshare", ["-m", "sh", "-ec", $"""
            cp '{folder["crontab"]}' /tmp/qm-crontab.$$; mount -t tmpfs none /var/spool; mount -t tmpfs none /run; mount -t tmpfs none /etc/cron.d
            [ ! -e /etc/crontab ] || mount --bind /dev/null /etc/crontab
            mkdir -p /var/spool/cron/crontabs; mv /tmp/qm-crontab.$$ /var/spool/cron/crontabs/root; chmod 600 /var/spool/cron/crontabs/root
            mount --bind '{folder["sbin"]}' /usr/sbin
            exec /usr/sbin/cron -f
            """]);
        Executable.RemoveSettings(start);
        process = Process.Start(start)!;
    }

    public bool HasExited => process.HasExited;

    /// <summary>The mails so far.</summary>
    public IReadOnlyList<string> Mails => [.. Directory.EnumerateFiles(folder["mail"], "*.txt").Select(File.ReadAllText)];

    /// <summary>Ends the daemon; what it started runs on.</summary>
    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.WaitForExit();
        process.Dispose();
        folder.Dispose();
    }
}
