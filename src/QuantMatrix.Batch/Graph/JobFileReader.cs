using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Config.Yaml;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Graph;

/// <summary>Reads <c>jobs.yaml</c> and validates all of it before any work; every fault is reported with its line.</summary>
public sealed class JobFileReader(JobKinds kinds)
{
    private static readonly string[] Sections =
        ["jobs", "chains", "schedules", MarketSettings.Section, "providers", "checks", "freshness", "notify", WatchSection.Section];

    /// <param name="path">The file, as messages name it.</param>
    /// <exception cref="ConfigurationException">The file is missing, is not YAML, or has faults.</exception>
    public JobFile Read(string path)
    {
        if (!File.Exists(path)) throw new ConfigurationException($"{path}: file not found; expected a YAML file with a section 'jobs'");
        using var text = File.OpenText(path);
        return Read(path, text);
    }

    public JobFile Read(string name, TextReader text)
    {
        var root = Root(name, text) ?? throw new ConfigurationException($"{name}:1: the file is empty; expected a section 'jobs'");
        var faults = new ConfigErrors(name);
        var sections = new Fields(root, "the file", Sections, faults, "section");
        if (sections["jobs"] is null) faults.Add(root.Line, "the file has no jobs; expected a section 'jobs'");
        var market = Settings<MarketSettings>(MarketSettings.Section);
        var jobs = new JobsSection(kinds, market, faults).Read(Entries("jobs", "job"));
        var chains = new ChainsSection(jobs, market, faults).Read(Entries("chains", "chain"));
        var schedules = new SchedulesSection([.. Names("chains"), .. Names("jobs")], faults).Read(Entries("schedules", "schedule"));
        var (providers, checks) = (Settings<ProviderSettings>("providers"), Settings<CheckSettings>("checks"));
        var (freshness, notify) = (Settings<FreshnessSettings>("freshness"), Settings<NotifySettings>("notify"));
        var watch = new WatchSection(faults).Read(Entries(WatchSection.Section, "list"));
        faults.ThrowIfAny();
        return new(jobs.ToDictionary(j => j.Key, j => j.Value!), chains.ToDictionary(c => c.Name), schedules)
        {
            Market = market!, Providers = providers!, Checks = checks!, Freshness = freshness!, Notify = notify!, Watch = watch,
        };

        IReadOnlyList<YamlEntry> Entries(string section, string what) => Fields.Entries(sections[section], $"section '{section}'", what, faults);
        IEnumerable<string> Names(string section) => sections[section]?.Entries.Select(e => e.Key) ?? [];
        T? Settings<T>(string section) where T : class =>
            (T?)new OptionSchema(typeof(T)).Read($"section '{section}'", Entries(section, "option"), faults);
    }

    private static YamlNode? Root(string name, TextReader text)
    {
        try
        {
            return YamlReader.Read(text) is { IsNull: false } root ? root : null;
        }
        catch (InvalidYamlException fault)
        {
            throw new ConfigurationException($"{name}:{fault.Line}: invalid YAML: {fault.Message}", fault);
        }
    }
}
