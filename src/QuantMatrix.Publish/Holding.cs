namespace QuantMatrix.Publish;

/// <summary>An equity position of an account's newest report; what is short is negative.</summary>
public sealed record Holding(string Account, string Symbol, string? Currency, string? Exchange, decimal Quantity);
