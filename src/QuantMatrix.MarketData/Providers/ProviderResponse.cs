using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Providers;

/// <summary>What a provider answers about one symbol.</summary>
/// <param name="Bars">Within the sessions asked for, settled, keeping the rules.</param>
/// <param name="Rejected">Rows that break one.</param>
public sealed record ProviderResponse(Bars Bars, IReadOnlyList<RejectedRow> Rejected)
{
    public IReadOnlyList<CorporateAction> Actions { get; init; } = [];

    /// <summary>Sessions answered without a price.</summary>
    public int Nulls { get; init; }

    /// <summary>Sessions answered while they were still trading; they are not among the bars.</summary>
    public int Unfinished { get; init; }
}
