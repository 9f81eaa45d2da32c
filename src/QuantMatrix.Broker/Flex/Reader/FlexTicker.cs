using QuantMatrix.Broker.Flex.Sections;
using QuantMatrix.Model;

namespace QuantMatrix.Broker.Flex.Reader;

/// <summary>Which positions are followed: shares and the like, in dollars, listed in the United States.</summary>
/// <remarks>Bars are those of the exchanges there: a share listed elsewhere may have the ticker of another company.</remarks>
internal static class FlexTicker
{
    public const string Share = "STK";

    private const string Currency = "USD";

    private static readonly string[] Exchanges =
        ["AMEX", "ARCA", "BATS", "BYX", "CBOE", "CHX", "EDGEA", "EDGX", "IEX", "ISLAND", "LTSE", "MEMX", "NASDAQ", "NYSE", "OTC", "PINK", "PSX", "SMART", "VALUE"];

    /// <summary>The ticker in canonical form; null for what is not followed. A row that names no exchange is taken to be listed there.</summary>
    public static string? Of(FlexElement row) =>
        row.AssetCategory == Share && row.Currency == Currency && (row.Exchange is not { } exchange || Exchanges.Any(e => exchange.StartsWith(e, StringComparison.Ordinal)))
            && Symbols.TryCanonical(row.Symbol, out var ticker) ? ticker : null;
}
