namespace QuantMatrix.MarketData;

/// <summary>A requested symbol the source could not serve, and why.</summary>
/// <param name="MayPass">Whether a later run may be served: somebody asked was down or did not answer.</param>
public sealed record FetchFailure(string Symbol, string Reason, bool MayPass = false);
