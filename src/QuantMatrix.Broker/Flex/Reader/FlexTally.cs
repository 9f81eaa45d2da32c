using QuantMatrix.Broker.Flex.Sections;

namespace QuantMatrix.Broker.Flex.Reader;

/// <summary>What was met while a report was read: its rows, those of them that cannot be read, and names nobody knows.</summary>
public sealed class FlexTally
{
    private const int MaxSamples = 20;

    private readonly List<string> faults = [];
    private readonly Dictionary<string, long> unknown = [];
    private readonly Dictionary<FlexKind, long> met = [];
    private readonly HashSet<string> taken = [], incomplete = [];

    /// <summary>Rows that were left out because a value cannot be read or is missing.</summary>
    public int FaultyRows { get; private set; }

    /// <summary>The first of them: file, line, account, element, attribute, found, expected.</summary>
    public IReadOnlyList<string> Faults => faults;

    /// <summary>Elements, attributes and kinds of cash that are not known, each with how often it was met.</summary>
    public IReadOnlyDictionary<string, long> Unknown => unknown;

    /// <summary>How many elements of each kind were met, those that are left out too.</summary>
    public IReadOnlyDictionary<FlexKind, long> Met => met;

    /// <summary>Sections of which rows were met, but none of the level of detail that is kept.</summary>
    public IEnumerable<string> NothingTaken => FlexSections.All.Select(s => s.Element).Distinct().Where(e => met.Keys.Any(k => k.Element == e) && !taken.Contains(e));

    /// <summary>Tables of the statement read last of which rows are missing because they cannot be read.</summary>
    public IReadOnlySet<string> Incomplete => incomplete;

    internal void BeginStatement() => incomplete.Clear();

    internal void AddIncomplete(string table) => incomplete.Add(table);

    internal void AddFault(string fault)
    {
        FaultyRows++;
        if (faults.Count < MaxSamples) faults.Add(fault);
    }

    internal void AddUnknown(string name) => unknown[name] = unknown.GetValueOrDefault(name) + 1;

    internal void AddElement(FlexKind kind) => met[kind] = met.GetValueOrDefault(kind) + 1;

    internal void AddTaken(string element) => taken.Add(element);
}
