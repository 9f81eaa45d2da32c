using Cronos;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Config.Yaml;

namespace QuantMatrix.Batch.Graph;

/// <summary>Reads and validates the section <c>schedules</c>.</summary>
internal sealed class SchedulesSection(IReadOnlyCollection<string> targets, ConfigErrors faults)
{
    private static readonly string[] Required = ["cron", "target"];
    private static readonly string[] Keys = [.. Required, "tz", .. SchedulePolicy.Schema.Options.Select(o => o.Name)];

    public List<Schedule> Read(IReadOnlyList<YamlEntry> entries) => [.. entries.Select(Schedule)];

    private Schedule Schedule(YamlEntry entry)
    {
        var label = $"schedule '{entry.Key}'";
        var fields = new Fields(entry.Value, label, Keys, faults);
        foreach (var key in Required.Where(k => fields[k] is null))
            faults.Add(entry.Line, $"{label} has no '{key}'; expected {{cron: \"0 3 * * *\", target: JOB}}");
        if (fields["cron"] is { } cron && !CronExpression.TryParse(cron.Text, out _))
            faults.Add(cron.Line, $"{label} has invalid cron expression {cron}; expected five fields like '0 3 * * *'");
        if (fields["target"] is { } target && !targets.Contains(target.Text))
            faults.Add(target.Line, $"{label} runs unknown job or chain {target}{DidYouMean.Hint(target.Text, targets)}");
        if (fields["tz"] is { } zone && !TimeZones.TryFind(zone.Text, out _))
            faults.Add(zone.Line, $"{label} has unknown time zone {zone}; expected a name of the tz database like America/New_York or UTC");
        return new(entry.Key, fields["cron"]?.Text ?? "", fields["target"]?.Text ?? "")
        {
            TimeZone = fields["tz"]?.Text ?? TimeZones.Utc,
            Policy = (SchedulePolicy?)SchedulePolicy.Schema.Read(label, fields.Of(SchedulePolicy.Schema), faults) ?? new(),
        };
    }
}
