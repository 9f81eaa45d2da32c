using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Synthetic;

/// <summary>Options of the synthetic market; the same options give the same bytes on any machine and date.</summary>
public sealed record SyntheticOptions
{
    /// <summary>Members by index, canonical symbols; written to <c>constituents.csv</c>, each with bars.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Constituents { get; init; }

    /// <summary>Also has bars; its returns are those of the market factor plus little noise.</summary>
    public string Benchmark { get; init; } = "SPY";

    /// <summary>Number of sessions of a symbol listed from the start.</summary>
    public int Sessions { get; init; } = 1260;

    public DateOnly LastSession { get; init; } = new(2025, 12, 31);

    /// <summary>Number of symbols generated concurrently; does not affect the result.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>Members and benchmark, distinct, ordinal order.</summary>
    internal string[] Symbols() =>
        [.. Constituents.Values.SelectMany(m => m).Append(Benchmark).Distinct().Order(StringComparer.Ordinal)];

    /// <exception cref="ConfigurationException">Lists every fault.</exception>
    internal void Validate()
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
