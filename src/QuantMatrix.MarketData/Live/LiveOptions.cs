using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Live;

/// <summary>How the providers are asked together.</summary>
public sealed record LiveOptions
{
    /// <summary>Symbols under way at a time, over all providers.</summary>
    public int Concurrency { get; init; } = 25;

    /// <summary>Symbols handed on together: a part is one commit.</summary>
    public int SymbolsPerPart { get; init; } = 64;

    /// <summary>Providers that are not asked, each with the reason.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <exception cref="ConfigurationException">Naming every fault.</exception>
    internal void Check()
    {
        var faults = new List<string>();
        if (Concurrency < 1) faults.Add($"Concurrency is {Concurrency}; expected at least 1");
        if (SymbolsPerPart < 1) faults.Add($"SymbolsPerPart is {SymbolsPerPart}; expected at least 1");
        if (faults.Count > 0) throw new ConfigurationException("live source: " + string.Join("; ", faults));
    }
}
