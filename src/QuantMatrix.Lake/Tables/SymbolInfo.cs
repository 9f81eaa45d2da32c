using QuantMatrix.Model;

namespace QuantMatrix.Lake.Tables;

/// <summary>A row of <c>symbol_info</c>: what the member lists say about a tracked symbol.</summary>
/// <param name="Name">The company; null when no list names it.</param>
/// <param name="Indices">The indices it is a member of, with commas between them; empty for none.</param>
public sealed record SymbolInfo(string Symbol, string? Name, string? Sector, string? Industry, string Indices)
{
    public static readonly RowTable<SymbolInfo> Table = new("symbol_info",
        new RowColumns<SymbolInfo>().Text(BarField.Symbol, r => r.Symbol).TextOrNone("name", r => r.Name).TextOrNone("sector", r => r.Sector)
            .TextOrNone("industry", r => r.Industry).Text("indices", r => r.Indices),
        row => new(row.Text(0), row.TextOrNone(1), row.TextOrNone(2), row.TextOrNone(3), row.Text(4)));
}
