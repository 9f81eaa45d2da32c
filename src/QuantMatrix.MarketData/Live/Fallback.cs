namespace QuantMatrix.MarketData.Live;

/// <summary>A symbol that <paramref name="Provider"/> served because those before it did not, and why.</summary>
public sealed record Fallback(string Symbol, string Provider, string Reason);
