namespace QuantMatrix.Publish;

/// <summary>One session of one symbol.</summary>
public readonly record struct SymbolDay(string Symbol, DateOnly Date);
