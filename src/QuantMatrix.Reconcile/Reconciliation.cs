namespace QuantMatrix.Reconcile;

/// <summary>A verdict with its reason, in words an operator can act on; empty when the series fits.</summary>
/// <param name="Day">The first session it is about, days since 1970-01-01; 0 when it is about all.</param>
public sealed record Reconciliation(SeriesVerdict Verdict, string Reason = "", int Day = 0)
{
    public static readonly Reconciliation Fits = new(SeriesVerdict.Fits);

    /// <summary>What stored prices are multiplied by to stand on the new basis.</summary>
    public double Factor { get; init; } = 1;

    /// <summary>Whether the whole symbol is replaced.</summary>
    public bool ReplacesAll => Verdict is SeriesVerdict.Rebased or SeriesVerdict.Readjusted;
}
