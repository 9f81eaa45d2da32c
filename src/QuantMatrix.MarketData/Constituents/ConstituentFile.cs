using QuantMatrix.MarketData.Csv;

namespace QuantMatrix.MarketData.Constituents;

/// <summary>The members of one index as of one day, from a committed list such as <c>data/constituents/dow30.csv</c>.</summary>
/// <remarks>
/// A CSV with the columns <c>index,symbol,as_of</c>, one row a member; index and as_of (yyyy-MM-dd) are the same in every row. Symbols may be
/// written in any usual form and are handed on in the canonical one.
/// </remarks>
/// <param name="Index">Upper case, such as <c>SP500</c>.</param>
/// <param name="AsOf">The day the membership is known for.</param>
/// <param name="Symbols">Canonical, distinct, ordinal order.</param>
public sealed record ConstituentFile(string Index, DateOnly AsOf, IReadOnlyList<string> Symbols)
{
    /// <exception cref="ConfigurationException">The file cannot be read.</exception>
    /// <exception cref="DataUnfitException">A column is missing, or a row is malformed, repeated or of another index or day.</exception>
    public static ConstituentFile Read(string path)
    {
        var rows = CsvTable.Read(path, "index", "symbol", "as_of");
        var (index, asOf) = (rows[0].Index(0), rows[0].Date(2));
        var symbols = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            if (row.Index(0) != index) throw row.Fault($"found index {row.Index(0)}; expected {index} as in the first row");
            if (row.Date(2) != asOf) throw row.Fault($"found as_of {row.Values[2]}; expected {rows[0].Values[2]} as in the first row");
            if (!symbols.Add(row.Symbol(1))) throw row.Fault($"found {row.Symbol(1)} again; expected each member once");
        }
        return new(index, asOf, [.. symbols]);
    }
}
