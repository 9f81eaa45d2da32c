namespace QuantMatrix.Batch.Graph;

/// <summary>Every kind of work there is, by name.</summary>
public sealed class JobKinds(IEnumerable<Type> types)
{
    private readonly Dictionary<string, JobKind> kinds = types.Select(t => new JobKind(t)).ToDictionary(k => k.Name);

    /// <summary>The kinds of this assembly: every file of <c>Jobs/</c>.</summary>
    public static JobKinds Standard { get; } = new(typeof(JobKinds).Assembly.GetTypes()
        .Where(t => t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(typeof(IJob))));

    public IReadOnlyCollection<string> Names => kinds.Keys;

    public JobKind? Find(string name) => kinds.GetValueOrDefault(name);
}
