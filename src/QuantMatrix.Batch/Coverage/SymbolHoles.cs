namespace QuantMatrix.Batch.Coverage;

/// <summary>A symbol with sessions missing.</summary>
/// <param name="LastBar">Newest bar; null without any.</param>
/// <param name="SessionsBehind">Sessions since that; 0 for a symbol that left, null without any bar.</param>
internal sealed record SymbolHoles(string Symbol, DateOnly? LastBar, int? SessionsBehind, long Missing, long Expected);
