using System.Reflection;
using QuantMatrix.Batch.Config.Yaml;

namespace QuantMatrix.Batch.Config;

/// <summary>The options of a job kind, read once from its options record; defaults are the record's own.</summary>
public sealed class OptionSchema(Type type)
{
    public IReadOnlyList<JobOption> Options { get; } =
        [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite).Select(p => new JobOption(p))];

    public JobOption? Find(string name) => Options.FirstOrDefault(o => o.Name == name);

    /// <summary>A record with the defaults and, over them, the given values; a later value of the same option wins.</summary>
    public object Bind(IEnumerable<KeyValuePair<string, YamlNode>> values)
    {
        var options = Activator.CreateInstance(type)!;
        foreach (var (name, node) in values) Find(name)!.Set(options, node);
        return options;
    }

    /// <summary>What is wrong with one given value, in the words every message uses; null when it fits.</summary>
    /// <param name="owner">Whose option it is: <c>job 'record_daily_history'</c>.</param>
    public string? Fault(string owner, string name, YamlNode node)
    {
        if (Find(name) is not { } option) return $"{owner} has no option '{name}'{DidYouMean.Hint(name, Options.Select(o => o.Name))}";
        if (!option.TryRead(node, out _)) return $"option '{name}' of {owner} is {node}; expected {option.Expected}";
        return Bind([new(name, node)]) is ICheckedOptions { Fault: { } fault } ? $"option '{name}' of {owner}: {fault}" : null;
    }

    /// <summary>Every option with its value, as typed after <c>--set</c>.</summary>
    public IReadOnlyDictionary<string, string> Texts(object options) => Options.ToDictionary(o => o.Name, o => o.Text(options));
}
