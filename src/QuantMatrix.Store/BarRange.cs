namespace QuantMatrix.Store;

/// <summary>Which bars to read: symbols from .. to in ordinal order and dates from .. to, all ends included; null is open.</summary>
public sealed record BarRange
{
    public string? FirstSymbol { get; init; }

    public string? LastSymbol { get; init; }

    public DateOnly? From { get; init; }

    public DateOnly? To { get; init; }

    /// <summary>Whether a file can hold such bars, by the manifest's key ranges.</summary>
    internal bool Touches(LakeFile file) =>
        (FirstSymbol is null || string.CompareOrdinal(file.LastSymbol, FirstSymbol) >= 0)
        && (LastSymbol is null || string.CompareOrdinal(file.FirstSymbol, LastSymbol) <= 0)
        && (From is null || file.LastDate >= From)
        && (To is null || file.FirstDate <= To);

    /// <summary>The WHERE clause, without the bounds that all the files keep anyway.</summary>
    internal string Where(IReadOnlyList<LakeFile> files)
    {
        var terms = new List<string>();
        if (FirstSymbol is not null && files.Any(f => string.CompareOrdinal(f.FirstSymbol, FirstSymbol) < 0)) terms.Add($"symbol >= {LakeSql.Text(FirstSymbol)}");
        if (LastSymbol is not null && files.Any(f => string.CompareOrdinal(f.LastSymbol, LastSymbol) > 0)) terms.Add($"symbol <= {LakeSql.Text(LastSymbol)}");
        if (From is { } from && files.Any(f => f.FirstDate < from)) terms.Add($"date >= {LakeSql.Date(from)}");
        if (To is { } to && files.Any(f => f.LastDate > to)) terms.Add($"date <= {LakeSql.Date(to)}");
        return terms.Count == 0 ? "" : " WHERE " + string.Join(" AND ", terms);
    }
}
