using QuantMatrix.Model;

namespace QuantMatrix.Lake;

/// <summary>Which bars to read; both ends are inclusive, null means unbounded.</summary>
public sealed record BarRange
{
    private readonly IReadOnlyList<string>? symbols;
    private readonly HashSet<string> members = [];

    /// <summary>Symbols in ordinal order, at least one; null for all.</summary>
    public IReadOnlyList<string>? Symbols
    {
        get => symbols;
        init => members = [.. symbols = value ?? []];
    }

    public DateOnly? From { get; init; }

    public DateOnly? To { get; init; }

    internal bool Contains(string symbol) => symbols is null || members.Contains(symbol);

    /// <summary>Whether a file may contain such bars, by the key range in the manifest.</summary>
    internal bool Touches(LakeFile file) =>
        (symbols is null || (string.CompareOrdinal(file.LastSymbol, symbols[0]) >= 0 && string.CompareOrdinal(file.FirstSymbol, symbols[^1]) <= 0))
        && (From is null || file.LastDate >= From)
        && (To is null || file.FirstDate <= To);

    /// <summary>The WHERE clause, without bounds that all the files satisfy. Symbols are bounded by the first and the last one only.</summary>
    internal string Where(IReadOnlyList<LakeFile> files)
    {
        var terms = new List<string>();
        if (symbols is [var first, ..] && files.Any(f => string.CompareOrdinal(f.FirstSymbol, first) < 0))
            terms.Add($"{BarField.Symbol} >= {SqlText.Quote(first)}");
        if (symbols is [.., var last] && files.Any(f => string.CompareOrdinal(f.LastSymbol, last) > 0))
            terms.Add($"{BarField.Symbol} <= {SqlText.Quote(last)}");
        if (From is { } from && files.Any(f => f.FirstDate < from)) terms.Add($"{BarField.Date} >= {LakeSql.Date(from)}");
        if (To is { } to && files.Any(f => f.LastDate > to)) terms.Add($"{BarField.Date} <= {LakeSql.Date(to)}");
        return terms.Count == 0 ? "" : " WHERE " + string.Join(" AND ", terms);
    }
}
