using System.Text;
using System.Text.RegularExpressions;

namespace QuantMatrix.Batch.Schedules;

/// <summary>Writes a service and a timer of systemd for each schedule.</summary>
internal sealed partial class SystemdExport(ScheduleSettings settings, ExportFaults faults)
{
    private const string Prefix = "quantmatrix-";

    public IReadOnlyList<ExportedFile> Write(IReadOnlyList<ScheduledRun> runs) =>
        [.. runs.SelectMany(run => (ExportedFile[])[new(UnitName(run) + ".service", Service(run)), new(UnitName(run) + ".timer", Timer(run))])];

    private string UnitName(ScheduledRun run)
    {
        if (!Unit().IsMatch(run.Schedule.Name))
            faults.Add(run.Schedule, "has a name that systemd does not accept; expected up to 200 letters, digits, '-', '_' and '.'");
        return Prefix + run.Schedule.Name;
    }

    private string Service(ScheduledRun run)
    {
        string[] words = [settings.Program, .. settings.Arguments(run.Schedule)];
        if (words.Concat(settings.Variables.Values).Any(word => word.Any(char.IsControl)))
            faults.Add(run.Schedule, "has a control character in its command or in a variable; rename the directory or the target");
        var variables = new StringBuilder();
        foreach (var (name, value) in settings.Variables) variables.Append($"Environment={Quoted($"{name}={value}", "%")}\n");
        return $"""
            # Installed by: ./run.sh export systemd --out /etc/systemd/system, then systemctl daemon-reload
            [Unit]
            Description=QuantMatrix {Escaped(run.Schedule.Target, "%")}
            Wants=network-online.target
            After=network-online.target
            StartLimitIntervalSec=0

            [Service]
            Type=oneshot
            User={settings.User}
            WorkingDirectory={Escaped(Path.GetDirectoryName(settings.Program)!, "%")}
            {variables}# Keys and connection strings: lines NAME=VALUE in a file with mode 600{Secrets()}.
            EnvironmentFile=-/etc/quantmatrix/environment
            ExecStart={string.Join(' ', words.Select(word => Quoted(word, "%$")))}
            # Repeated after exit code 75 (a server is down, another run is in progress) and after a kill, not after other codes.
            Restart=on-failure
            RestartPreventExitStatus=1 64 65 78
            RestartSec=10min
            TimeoutStopSec=60
            NoNewPrivileges=yes
            ProtectSystem=full
            PrivateTmp=yes

            """;
    }

    private string Secrets() => settings.Secrets.Count == 0 ? "" : $", here {string.Join(", ", settings.Secrets)}";

    private static string Timer(ScheduledRun run) => $"""
        # Enabled by: systemctl enable --now {Prefix}{run.Schedule.Name}.timer
        [Unit]
        Description=QuantMatrix schedule {Escaped(run.Schedule.Name, "%")}, {run.Schedule.When}

        [Timer]
        OnCalendar={run.Cron.ToSystemd()} {run.Schedule.TimeZone}
        Persistent=true
        AccuracySec=1s

        [Install]
        WantedBy=timers.target

        """;

    /// <summary>A word of a list in a unit file.</summary>
    private static string Quoted(string text, string specials)
    {
        var escaped = Escaped(text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal), specials);
        return Plain().IsMatch(escaped) ? escaped : $"\"{escaped}\"";
    }

    /// <summary>Specifiers such as <c>%h</c> and variables such as <c>$HOME</c> are expanded unless the sign is doubled.</summary>
    private static string Escaped(string text, string specials) =>
        specials.Aggregate(text, (rest, c) => rest.Replace($"{c}", $"{c}{c}", StringComparison.Ordinal));

    [GeneratedRegex(@"^[\w@%+=:,./$-]+\z", RegexOptions.ECMAScript)]
    private static partial Regex Plain();

    [GeneratedRegex(@"^[A-Za-z0-9_.-]{1,200}\z")]
    private static partial Regex Unit();
}
