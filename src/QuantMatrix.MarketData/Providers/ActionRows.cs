using System.Text;
using QuantMatrix.MarketData.Parsing;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Providers;

/// <summary>Splits or dividends in a table whose first two columns are symbol and ex-date.</summary>
/// <param name="Symbol">Null to take each row's own.</param>
internal sealed record ActionRows(string Provider, ActionKind Kind, string? Symbol)
{
    /// <summary>The amount or ratio of a row; not positive, infinite or NaN when it has none.</summary>
    public delegate double Value(int row, ReadOnlySpan<byte> body);

    /// <summary>Rows that are not an action of a ticker are ignored.</summary>
    public List<CorporateAction> Read(JsonTable rows, ReadOnlySpan<byte> body, Value valueOf)
    {
        var actions = new List<CorporateAction>();
        for (var row = 0; row < rows.Rows; row++)
        {
            if ((Symbol ?? SymbolIn(rows[row, 0].In(body))) is not { } symbol || !DateText.TryParse(rows[row, 1].In(body), out var date)) continue;
            if (valueOf(row, body) is > 0 and < double.PositiveInfinity and var value) actions.Add(new(symbol, date, Kind, value, Provider));
        }
        return actions;
    }

    /// <summary>Those with an ex-date within the requested sessions, oldest first.</summary>
    public static IReadOnlyList<CorporateAction> Within(BarRequest request, IEnumerable<CorporateAction> actions) =>
        [.. actions.Where(a => !(a.ExDate < request.From) && a.ExDate <= request.To).OrderBy(a => a.ExDate)];

    private static string? SymbolIn(ReadOnlySpan<byte> text) => Symbols.TryCanonical(Encoding.UTF8.GetString(text), out var symbol) ? symbol : null;
}
