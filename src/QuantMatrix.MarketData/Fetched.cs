using QuantMatrix.MarketData.Live;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData;

/// <summary>One part of a source's answer: the bars that keep the rules, the rows that broke them, the symbols it could not serve.</summary>
public sealed record Fetched(Bars Bars, IReadOnlyList<RejectedRow> Rejected, IReadOnlyList<FetchFailure> Failures)
{
    /// <summary>Splits and dividends told beside the bars.</summary>
    public IReadOnlyList<CorporateAction> Actions { get; init; } = [];

    /// <summary>Symbols a later provider served, and why the earlier ones did not.</summary>
    public IReadOnlyList<Fallback> Fallbacks { get; init; } = [];
}
