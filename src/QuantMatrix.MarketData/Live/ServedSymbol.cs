using QuantMatrix.MarketData.Providers;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Live;

/// <summary>What came of one symbol: the answer of one provider, or a failure; rows that any provider asked had to reject.</summary>
internal sealed record ServedSymbol(string Symbol, ProviderResponse? Answer, IReadOnlyList<RejectedRow> Rejected, FetchFailure? Failure, Fallback? Fallback);
