using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Synthetic;

/// <summary>What market the generator makes up; the same options give the same bytes on any machine and day.</summary>
public sealed record SyntheticOptions
{
    /// <summary>Index to its members, canonical symbols; all of them get bars and they are written to <c>constituents.csv</c>.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Constituents { get; init; }

    /// <summary>Gets bars as well and is the made-up market itself.</summary>
    public string Benchmark { get; init; } = "SPY";

    /// <summary>Sessions of every symbol that was listed from the start.</summary>
    public int Sessions { get; init; } = 1260;

    public DateOnly LastSession { get; init; } = new(2025, 12, 31);

    /// <summary>How many symbols are made at a time; it does not change a byte.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>Members and benchmark, each once, ordinal order.</summary>
    internal string[] Symbols() =>
        [.. Constituents.Values.SelectMany(m => m).Append(Benchmark).Distinct().Order(StringComparer.Ordinal)];

    /// <exception cref="ConfigurationException">Naming every fault.</exception>
    internal void Check()
    {
        var faults = new List<string>();
        if (Sessions < 1) faults.Add($"Sessions is {Sessions}; expected at least 1");
        if (Workers < 1) faults.Add($"Workers is {Workers}; expected at least 1");
        faults.AddRange(Symbols()
            .Where(s => !Model.Symbols.TryCanonical(s, out var canonical) || canonical != s)
            .Select(s => $"found symbol '{s}'; expected a canonical ticker such as BRK-B"));
        if (faults.Count > 0) throw new ConfigurationException("synthetic market: " + string.Join("; ", faults));
    }
}
