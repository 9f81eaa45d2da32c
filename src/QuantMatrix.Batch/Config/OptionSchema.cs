using System.Reflection;
using QuantMatrix.Batch.Config.Yaml;

namespace QuantMatrix.Batch.Config;

/// <summary>The options of a job kind or the settings of a section, read from a record; the record's initializers are the defaults.</summary>
public sealed class OptionSchema(Type type)
{
    public IReadOnlyList<JobOption> Options { get; } =
        [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite).Select(p => new JobOption(p))];

    /// <summary>What messages call one of the options.</summary>
    public string Noun { get; init; } = "option";

    public JobOption? Find(string name) => Options.FirstOrDefault(o => o.Name == name);

    /// <summary>A record with the given values over the defaults; a later value of the same option wins.</summary>
    public object Bind(IEnumerable<KeyValuePair<string, YamlNode>> values)
    {
        var options = Activator.CreateInstance(type)!;
        foreach (var (name, node) in values) Find(name)!.Set(options, node);
        return options;
    }

    /// <summary>A record with the given values over the defaults; null, and the faults, when a value is wrong.</summary>
    /// <param name="owner">As in messages: <c>job 'record_daily_history'</c>.</param>
    public object? Read(string owner, IReadOnlyList<YamlEntry> values, ConfigErrors faults)
    {
        List<ConfigError> wrong = [.. values.SelectMany(value => Faults(owner, value))];
        faults.Add(wrong);
        return wrong is [] ? Bind(values.Select(v => KeyValuePair.Create(v.Key, v.Value))) : null;
    }

    /// <summary>Everything wrong with one value; empty when it is valid.</summary>
    /// <param name="owner">As in messages: <c>job 'record_daily_history'</c>.</param>
    public IReadOnlyList<ConfigError> Faults(string owner, YamlEntry value)
    {
        var (name, line, node) = value;
        if (Find(name) is not { } option) return [new(line, $"{owner} has no {Noun} '{name}'{DidYouMean.Hint(name, Options.Select(o => o.Name))}")];
        var label = $"{Noun} '{name}' of {owner}";
        if (!option.TryRead(node, out _))
        {
            List<ConfigError> parts = [.. option.PartFaults(node).Select(f => new ConfigError(f.Line, $"{label}: {f.Text}"))];
            return parts is [] ? [new(line, $"{label} is {node}; expected {option.Expected}")] : parts;
        }
        var broken = (Bind([new(name, node)]) as ICheckedOptions)?.Faults ?? [];
        return [.. broken.Select(f => new ConfigError(node.LineOf(f.Entry) ?? line, $"{label}: {f.Text}"))];
    }

    /// <summary>Every option with its value, in the form that <c>--set</c> accepts.</summary>
    public IReadOnlyDictionary<string, string> Texts(object options) => Options.ToDictionary(o => o.Name, o => o.Text(options));
}
