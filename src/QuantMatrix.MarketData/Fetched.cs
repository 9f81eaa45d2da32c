using QuantMatrix.Model;

namespace QuantMatrix.MarketData;

/// <summary>One part of a source's response: valid bars, rejected rows and symbols that could not be served.</summary>
public sealed record Fetched(Bars Bars, IReadOnlyList<RejectedRow> Rejected, IReadOnlyList<FetchFailure> Failures)
{
    /// <summary>Splits and dividends delivered with the bars.</summary>
    public IReadOnlyList<CorporateAction> Actions { get; init; } = [];

    /// <summary>The first session each instrument traded, by symbol, where the provider says so.</summary>
    public IReadOnlyDictionary<string, DateOnly> FirstTradeDates { get; init; } = new Dictionary<string, DateOnly>();

    /// <summary>Symbols served by a provider other than the first.</summary>
    public IReadOnlyList<Fallback> Fallbacks { get; init; } = [];
}

/// <summary>A requested symbol that the source could not serve.</summary>
/// <param name="MayPass">Whether a later run may succeed: a provider was down or did not respond.</param>
public sealed record FetchFailure(string Symbol, string Reason, bool MayPass = false);

/// <summary>A symbol served by <paramref name="Provider"/> because the providers before it failed for the given reason.</summary>
public sealed record Fallback(string Symbol, string Provider, string Reason);
