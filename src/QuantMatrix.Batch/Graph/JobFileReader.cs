using QuantMatrix.Batch.Config.Yaml;
using QuantMatrix.Batch.Config;
using QuantMatrix.Model;
using YamlDotNet.Core;

namespace QuantMatrix.Batch.Graph;

/// <summary>Reads <c>jobs.yaml</c> and checks all of it before anyone works: every fault is told, each with its line.</summary>
public sealed class JobFileReader(JobKinds kinds)
{
    private static readonly string[] Sections = ["jobs", "chains", "schedules", "providers", "checks"];

    /// <param name="path">The file; messages name it as given.</param>
    /// <exception cref="ConfigurationException">The file is missing, not YAML, or has faults.</exception>
    public JobFile Read(string path)
    {
        if (!File.Exists(path)) throw new ConfigurationException($"{path}: no such file; expected the jobs, chains and schedules to run");
        using var text = File.OpenText(path);
        return Read(path, text);
    }

    public JobFile Read(string name, TextReader text)
    {
        var root = Root(name, text) ?? throw new ConfigurationException($"{name}:1: the file is empty; expected a section 'jobs'");
        var faults = new ConfigErrors(name);
        var sections = new Fields(root, "the file", Sections, faults);
        var jobs = new JobsSection(kinds, faults).Read(Entries("jobs"));
        var chains = new ChainsSection(jobs, faults).Read(Entries("chains"));
        var schedules = new SchedulesSection([.. Names("chains"), .. Names("jobs")], faults).Read(Entries("schedules"));
        var providers = SettingsSection.Read<Providers>("providers", Entries("providers"), faults);
        var checks = SettingsSection.Read<Checks>("checks", Entries("checks"), faults);
        if (sections["jobs"] is null) faults.Add(root.Line, "the file has no jobs; expected a section 'jobs'");
        faults.ThrowIfAny();
        return new(
            jobs.ToDictionary(j => j.Key, j => j.Value!),
            chains.ToDictionary(c => c.Name),
            schedules)
        {
            Providers = providers,
            Checks = checks,
        };

        IReadOnlyList<YamlEntry> Entries(string section) => Fields.Entries(sections[section], section, "name", faults);
        IEnumerable<string> Names(string section) => sections[section]?.Entries.Select(e => e.Key) ?? [];
    }

    private static YamlNode? Root(string name, TextReader text)
    {
        try
        {
            return YamlReader.Read(text) is { IsNull: false } root ? root : null;
        }
        catch (YamlException error)
        {
            throw new ConfigurationException($"{name}:{error.Start.Line}: not YAML: {error.Message}", error);
        }
    }
}
