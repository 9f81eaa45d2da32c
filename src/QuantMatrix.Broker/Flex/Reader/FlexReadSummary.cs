using QuantMatrix.Broker.Flex.Sections;

namespace QuantMatrix.Broker.Flex.Reader;

/// <summary>Elements of a statement that are counted together.</summary>
/// <param name="Currency">Null when the element names none.</param>
public readonly record struct FlexElementKind(string Account, string Element, string? Currency);

/// <summary>What reading a report found: element counts, unreadable rows and unknown names.</summary>
public sealed class FlexReadSummary
{
    private const int MaxSamples = 20;

    private readonly List<string> errors = [];
    private readonly Dictionary<string, long> unknown = [];
    private readonly Dictionary<FlexElementKind, long> elements = [];
    private readonly Dictionary<(string Named, string Account), long> foreign = [];
    private readonly HashSet<string> stored = [], incomplete = [];

    /// <summary>Rows skipped because a value is unreadable or missing.</summary>
    public int InvalidRows { get; private set; }

    /// <summary>The first errors: file, line, account, element, attribute, found, expected.</summary>
    public IReadOnlyList<string> Errors => errors;

    /// <summary>Unknown elements, attributes and cash types with their number of occurrences.</summary>
    public IReadOnlyDictionary<string, long> Unknown => unknown;

    /// <summary>Number of elements of each kind, including ignored ones.</summary>
    public IReadOnlyDictionary<FlexElementKind, long> Elements => elements;

    /// <summary>Rows that name an account without a statement in the report, and the account under which they are stored.</summary>
    public IReadOnlyDictionary<(string Named, string Account), long> Foreign => foreign;

    /// <summary>Elements that occur, but never at the level of detail that is stored.</summary>
    public IEnumerable<string> NothingStored =>
        FlexSections.All.Select(s => s.Element).Distinct().Where(e => elements.Keys.Any(k => k.Element == e) && !stored.Contains(e));

    /// <summary>Tables with unreadable rows in the statement read last.</summary>
    public IReadOnlySet<string> Incomplete => incomplete;

    internal void BeginStatement() => incomplete.Clear();

    internal void AddIncomplete(string table) => incomplete.Add(table);

    internal void AddError(string error)
    {
        InvalidRows++;
        if (errors.Count < MaxSamples) errors.Add(error);
    }

    internal void AddUnknown(string name) => unknown[name] = unknown.GetValueOrDefault(name) + 1;

    internal void AddElement(FlexElementKind kind) => elements[kind] = elements.GetValueOrDefault(kind) + 1;

    internal void AddForeign(string named, string account) => foreign[(named, account)] = foreign.GetValueOrDefault((named, account)) + 1;

    internal void AddStored(string element) => stored.Add(element);
}
