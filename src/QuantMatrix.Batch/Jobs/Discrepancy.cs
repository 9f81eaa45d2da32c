using QuantMatrix.Model;
using QuantMatrix.Reconcile;

namespace QuantMatrix.Batch.Jobs;

/// <summary>An answer that does not fit what is stored.</summary>
/// <param name="Told">Splits and dividends that came with it.</param>
internal sealed record Discrepancy(BarRequest Request, Reconciliation Reconciliation, SymbolSeries Given, IReadOnlyList<CorporateAction> Told)
{
    public string Symbol => Request.Symbol;

    /// <summary>Whether the answer is all the provider has to say.</summary>
    public bool IsWhole { get; init; }
}
