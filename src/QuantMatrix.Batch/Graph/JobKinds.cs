using System.Collections.Concurrent;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Config.Yaml;

namespace QuantMatrix.Batch.Graph;

/// <summary>All kinds of work by name.</summary>
/// <param name="types">Null for every job in <c>Jobs/</c>.</param>
public sealed class JobKinds(IReadOnlyList<Type>? types = null)
{
    private readonly ConcurrentDictionary<string, JobKind?> found = new();

    public static JobKinds Standard { get; } = new();

    public IReadOnlyCollection<string> Names => [.. (types ?? typeof(JobKinds).Assembly.GetTypes().Where(IsKind)).Select(JobKind.NameOf)];

    public JobKind? Find(string name) => found.GetOrAdd(name, wanted => TypeOf(wanted) is { } type ? new(type) : null);

    private Type? TypeOf(string name) => types is null ? Named(name) : types.FirstOrDefault(type => JobKind.NameOf(type) == name);

    /// <summary>Finds the class by its name: loading every type of the assembly costs 12 ms.</summary>
    private static Type? Named(string name)
    {
        if (!name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_')) return null;
        var className = $"{nameof(QuantMatrix)}.{nameof(Batch)}.{nameof(Jobs)}.{name.Replace("_", "", StringComparison.Ordinal)}{JobKind.Suffix}";
        var type = typeof(JobKinds).Assembly.GetType(className, throwOnError: false, ignoreCase: true);
        return type is not null && IsKind(type) && JobKind.NameOf(type) == name ? type : null;
    }

    private static bool IsKind(Type type) => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IJob));
}

/// <summary>A kind of work with its name and options: the value of <c>run:</c> in <c>jobs.yaml</c>.</summary>
public sealed class JobKind
{
    internal const string Suffix = "Job";

    public JobKind(Type type)
    {
        Job = (IJob)Activator.CreateInstance(type)!;
        Name = NameOf(type);
        Options = new OptionSchema(Job.OptionsType);
    }

    internal static string NameOf(Type type) => SnakeCase.Of(type.Name[..^Suffix.Length]);

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
