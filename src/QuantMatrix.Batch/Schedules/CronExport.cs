using System.Text;
using System.Text.RegularExpressions;

namespace QuantMatrix.Batch.Schedules;

/// <summary>Writes schedules as a crontab for a host's time zone.</summary>
internal sealed partial class CronExport(ScheduleSettings settings, TimeZoneInfo host, DateTimeOffset now, ExportFaults faults)
{
    /// <summary>The longest command and the longest variable that cron accepts.</summary>
    private const int MaxLength = 998;

    private const string StandardPath = "/usr/local/bin:/usr/bin:/bin";

    public ExportedFile Write(IReadOnlyList<ScheduledRun> runs)
    {
        var text = new StringBuilder($"""
            # Crontab for a host in the time zone {host.Id}, from: ./run.sh export cron --host-tz {host.Id}
            # Install it with: ./run.sh export cron --host-tz {host.Id} --out DIR && crontab DIR/crontab    (it replaces the user's crontab)
            # Cron mails what a run prints to MAILTO, by default to the user; this needs a mail program on the host.
            # MAILTO=operator@example.com

            """);
        foreach (var name in settings.Secrets)
            text.Append($"# {name} is not written here: {Instead(name)}\n");
        text.Append($"PATH=\"{SearchPath()}\"\n");
        foreach (var (name, value) in settings.Variables) text.Append(Variable(name, value)).Append('\n');
        foreach (var run in runs) Append(text, run);
        return new("crontab", text.ToString());
    }

    /// <summary>OpenTelemetry reads its variables itself, and none from a file.</summary>
    private static string Instead(string secret) => secret.StartsWith("OTEL_", StringComparison.Ordinal)
        ? "add it to the crontab, which only its user and root can read" : $"store it in a file with mode 600 and add {secret}_FILE=/path/of/the/file";

    private void Append(StringBuilder text, ScheduledRun run)
    {
        var time = new HostTime(host, now);
        if (run.Cron.RestrictsBothDays)
            faults.Add(run.Schedule, "restricts the day of the month and the weekday, which cron joins by OR; restrict one of them or use export systemd");
        else if (time.Lines(run.Schedule, run.Cron) is not { } lines)
            faults.Add(run.Schedule, $"{time.Reason(run.Schedule)}; set the host to {run.Schedule.TimeZone}, set 'tz: {host.Id}', or use export systemd");
        else
            text.Append($"\n# {run.Schedule.Name}: {run.Schedule.When}\n").AppendJoin("", lines.Select(line => $"{line} {Command(run)}\n"));
    }

    /// <summary>A percent sign ends the command unless it is escaped.</summary>
    private string Command(ScheduledRun run)
    {
        var command = string.Join(' ', settings.Arguments(run.Schedule).Prepend(settings.Program).Select(Quoted)).Replace("%", "\\%", StringComparison.Ordinal);
        if (command.Any(char.IsControl)) faults.Add(run.Schedule, $"has a control character in its command; rename the directory or the target: {command}");
        if (Encoding.UTF8.GetByteCount(command) > MaxLength) faults.Add(run.Schedule, $"has a command longer than {MaxLength} bytes, the limit of cron");
        return command;
    }

    private string Variable(string name, string value)
    {
        var quote = value.Contains('"', StringComparison.Ordinal) ? '\'' : '"';
        if (value.Contains(quote, StringComparison.Ordinal) || value.Any(char.IsControl) || Encoding.UTF8.GetByteCount(value) + name.Length > MaxLength)
            faults.Add($"{name}: '{value}' cannot be written to a crontab; expected one line with at most one kind of quote");
        return $"{name}={quote}{value}{quote}";
    }

    /// <summary>Cron starts with a short search path, which may lack dotnet.</summary>
    private static string SearchPath()
    {
        if (StandardPath.Split(':').Any(directory => File.Exists(Path.Combine(directory, "dotnet")))) return StandardPath;
        return Environment.ProcessPath is { } path && Path.GetFileName(path) == "dotnet" ? $"{Path.GetDirectoryName(path)}:{StandardPath}" : StandardPath;
    }

    /// <summary>A word of the shell.</summary>
    private static string Quoted(string word) => Plain().IsMatch(word) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    [GeneratedRegex(@"^[\w@%+=:,./-]+\z", RegexOptions.ECMAScript)]
    private static partial Regex Plain();
}
