namespace QuantMatrix.Publish;

/// <summary>A share and the like, or what no statement tells the kind of, of an account's newest report; what is short is negative.</summary>
/// <param name="Ticker">Null for one that is not followed.</param>
public sealed record Holding(string Account, string Symbol, string? Ticker, string? Currency, string? Exchange, decimal Quantity);
