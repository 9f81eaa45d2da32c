namespace QuantMatrix.Lake.Tables;

/// <summary>One stored value that a newer fetch gives differently: a row of the restatement ledger.</summary>
/// <param name="Day">Days since 1970-01-01.</param>
/// <param name="Old">The stored value; NaN for none.</param>
/// <param name="New">The value that replaces it; NaN for none.</param>
/// <param name="Provider">Who gave the new value.</param>
public sealed record Revision(string Symbol, int Day, string Field, double Old, double New, string Provider)
{
    /// <summary>Why values changed, as the ledger's column <c>class</c> says it: a provider corrected single bars.</summary>
    public const string Correction = "revision";

    /// <summary>All prices before a split were divided by it.</summary>
    public const string Rebase = "rebase";

    /// <summary>Total-return closes were recomputed for a dividend.</summary>
    public const string Dividend = "dividend";
}
