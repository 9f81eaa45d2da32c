namespace QuantMatrix.Model;

/// <summary>A company that changed its ticker and stayed the same company.</summary>
/// <param name="Date">First session under the new one.</param>
public sealed record Rename(string From, string To, DateOnly Date);
