using System.Text;
using QuantMatrix.Http;
using QuantMatrix.MarketData.Parsing;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Providers;

/// <summary>A provider's response for one symbol.</summary>
/// <param name="Bars">Valid, settled bars of the requested sessions.</param>
/// <param name="Rejected">Rows that break a rule.</param>
public sealed record ProviderResponse(Bars Bars, IReadOnlyList<RejectedRow> Rejected) : ICacheable
{
    /// <summary>The newest session requested came, and no row was null or rejected.</summary>
    public bool IsWhole { get; init; }

    public IReadOnlyList<CorporateAction> Actions { get; init; } = [];

    /// <summary>The first session the provider says this instrument traded; null when it does not say.</summary>
    public DateOnly? FirstTradeDate { get; init; }

    /// <summary>Number of sessions returned without a price.</summary>
    public int Nulls { get; init; }

    /// <summary>Number of rows superseded by a later row of the same session.</summary>
    public int Superseded { get; init; }

    /// <summary>Checks that a response is about the requested symbol, in any common form of it.</summary>
    /// <exception cref="ProviderException">It is about another symbol.</exception>
    internal static void RequireSymbol(string requested, ReadOnlySpan<byte> found)
    {
        if (Ascii.Equals(found, requested) || found.IsEmpty) return;
        if (!ProviderSymbols.AreSame(requested, Encoding.UTF8.GetString(found)))
            throw new ProviderException(FaultKind.Symbol, $"the response is for symbol '{FieldText.Short(found)}'; expected {requested}");
    }
}
