using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Config.Yaml;

namespace QuantMatrix.Batch.Graph;

/// <summary>All kinds of work by name.</summary>
public sealed class JobKinds(IEnumerable<Type> types)
{
    private readonly Lazy<Dictionary<string, JobKind>> kinds = new(() => types.Select(t => new JobKind(t)).ToDictionary(k => k.Name));

    /// <summary>The kinds of this assembly: every file in <c>Jobs/</c>.</summary>
    public static JobKinds Standard { get; } = new(OfAssembly());

    public IReadOnlyCollection<string> Names => kinds.Value.Keys;

    public JobKind? Find(string name) => kinds.Value.GetValueOrDefault(name);

    /// <summary>Loads every type, which a command without jobs does not need.</summary>
    private static IEnumerable<Type> OfAssembly()
    {
        foreach (var type in typeof(JobKinds).Assembly.GetTypes())
            if (type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IJob))) yield return type;
    }
}

/// <summary>A kind of work with its name and options: the value of <c>run:</c> in <c>jobs.yaml</c>.</summary>
public sealed class JobKind
{
    public JobKind(Type type)
    {
        Job = (IJob)Activator.CreateInstance(type)!;
        Name = SnakeCase.Of(type.Name.EndsWith("Job", StringComparison.Ordinal) ? type.Name[..^3] : type.Name);
        Options = new OptionSchema(Job.OptionsType);
    }

    public string Name { get; }

    /// <summary>One instance serves every run of the kind; jobs have no state of their own.</summary>
    public IJob Job { get; }

    public OptionSchema Options { get; }

    /// <summary>Everything wrong with one option value of a job of this kind.</summary>
    /// <param name="market">Null to skip the comparison with the market settings.</param>
    public IReadOnlyList<ConfigError> Faults(string owner, YamlEntry value, MarketSettings? market)
    {
        var faults = Options.Faults(owner, value);
        return faults is [] && market?.Conflict(owner, value.Key, value.Value.Text) is { } conflict ? [new(value.Line, conflict)] : faults;
    }
}
