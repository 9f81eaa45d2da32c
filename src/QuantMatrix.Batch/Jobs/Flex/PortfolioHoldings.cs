using QuantMatrix.Publish;

namespace QuantMatrix.Batch.Jobs.Flex;

/// <summary>The symbols to follow because an account holds or owes them.</summary>
/// <param name="Symbols">In ordinal order.</param>
/// <param name="LeftOut">Shares that cannot be followed, with their currency and exchange.</param>
internal sealed record PortfolioHoldings(IReadOnlyList<string> Symbols, IReadOnlyList<string> LeftOut)
{
    public static PortfolioHoldings Of(IReadOnlyList<Holding> holdings) => new(
        [.. holdings.Select(h => h.Ticker).OfType<string>().Distinct().Order(StringComparer.Ordinal)],
        [.. holdings.Where(h => h.Ticker is null).Select(h => $"{h.Symbol} ({string.Join(", ", new[] { h.Currency, h.Exchange }.OfType<string>())})").Distinct().Order(StringComparer.Ordinal)]);
}
