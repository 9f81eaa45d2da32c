namespace QuantMatrix.Store;

/// <summary>One stored value that a newer fetch gives differently: a row of the restatement ledger.</summary>
/// <param name="Day">Days since 1970-01-01.</param>
/// <param name="Old">The stored value; NaN for none.</param>
/// <param name="New">The value that replaces it; NaN for none.</param>
/// <param name="Provider">Who gave the new value.</param>
public sealed record Revision(string Symbol, int Day, string Field, double Old, double New, string Provider)
{
    /// <summary>Why the value changed.</summary>
    public string Class { get; init; } = "revision";
}
