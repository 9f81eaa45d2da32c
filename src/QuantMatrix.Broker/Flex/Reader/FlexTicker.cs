using QuantMatrix.Broker.Flex.Sections;
using QuantMatrix.Model;

namespace QuantMatrix.Broker.Flex.Reader;

/// <summary>The ticker under which a position is tracked: equities in US dollars listed in the United States.</summary>
/// <remarks>Bars come from US exchanges: an equity listed elsewhere may share its ticker with another company.</remarks>
internal static class FlexTicker
{
    public const string Equity = "STK";

    private const string Currency = "USD";

    private static readonly string[] Exchanges =
    [
        "AMEX", "ARCA", "BATS", "BYX", "CBOE", "CHX", "EDGEA", "EDGX", "IEX", "ISLAND",
        "LTSE", "MEMX", "NASDAQ", "NYSE", "OTC", "PINK", "PSX", "SMART", "VALUE",
    ];

    /// <summary>Ticker in canonical form; null for a position that is not tracked. A row without an exchange counts as listed in the US.</summary>
    public static string? Of(FlexElement row) =>
        row.AssetCategory == Equity && row.Currency == Currency && (row.Exchange is not { } exchange || IsUnitedStates(exchange))
            && Symbols.TryCanonical(row.Symbol, out var ticker) ? ticker : null;

    private static bool IsUnitedStates(string exchange) => Exchanges.Any(e => exchange.StartsWith(e, StringComparison.Ordinal));
}
