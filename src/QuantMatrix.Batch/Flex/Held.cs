using QuantMatrix.Compute;
using QuantMatrix.Publish;

namespace QuantMatrix.Batch.Flex;

/// <summary>The symbols to follow because an account holds or owes them.</summary>
/// <param name="Symbols">In ordinal order.</param>
/// <param name="LeftOut">Equities that cannot be followed, with the reason.</param>
internal sealed record Held(IReadOnlyList<string> Symbols, IReadOnlyList<string> LeftOut)
{
    private const string Followed = "USD";

    /// <summary>Bars are those of the exchange in New York: a share in another currency may have the ticker of another company there.</summary>
    public static Held Of(IReadOnlyList<Holding> holdings)
    {
        var followed = holdings.ToLookup(h => h.Currency == Followed && Compute.Symbols.TryCanonical(h.Symbol, out _));
        return new(
            [.. followed[true].Select(h => h.Symbol).Distinct().Order(StringComparer.Ordinal)],
            [.. followed[false].Select(h => $"{h.Symbol} ({string.Join(", ", new[] { h.Currency, h.Exchange }.OfType<string>())})").Distinct().Order(StringComparer.Ordinal)]);
    }
}
