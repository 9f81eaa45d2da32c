namespace QuantMatrix.Model;

/// <summary>One overwritten value of <c>price_data</c>: a row of the restatement ledger <c>bar_revisions</c>.</summary>
/// <param name="Day">Days since 1970-01-01.</param>
/// <param name="Field">One of <see cref="BarField.Shown"/>; <c>adj_close</c> in rows of programs that stored it.</param>
/// <param name="Old">The stored value; NaN for none.</param>
/// <param name="New">The value that replaces it; NaN for none.</param>
/// <param name="Class">
/// Why: <see cref="Correction"/>, <see cref="Rebase"/>, <see cref="Basis"/>, <see cref="Succession"/> or <see cref="Rot"/>; <c>dividend</c> in rows of
/// programs that stored total-return closes.
/// </param>
/// <param name="Provider">The source of the new value.</param>
public sealed record BarRevision(string Symbol, int Day, string Field, double Old, double New, string Class, string Provider)
{
    /// <summary>A source corrected single bars.</summary>
    public const string Correction = "revision";

    /// <summary>All prices before a split were divided by its ratio.</summary>
    public const string Rebase = "rebase";

    /// <summary>The series of another provider, on another price basis, replaced the stored one.</summary>
    public const string Basis = "basis";

    /// <summary>The bar was removed: another instrument uses the ticker now.</summary>
    public const string Succession = "succession";

    /// <summary>The bar was fetched again because its file was damaged; one row per bar, with its close.</summary>
    /// <remarks>The old value is known, and equal, only when the file was restored bit for bit.</remarks>
    public const string Rot = "rot";
}
