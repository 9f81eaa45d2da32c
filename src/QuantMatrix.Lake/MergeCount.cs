namespace QuantMatrix.Lake;

/// <summary>How many rows a reconciliation changed.</summary>
/// <param name="Inserted">Bars of sessions not stored before.</param>
/// <param name="Changed">Stored bars that were replaced.</param>
/// <param name="Unchanged">Fetched bars that agree with the stored ones.</param>
public readonly record struct MergeCount(long Inserted, long Changed, long Unchanged)
{
    /// <summary>Rows that are new in quarantine.</summary>
    public long Quarantined { get; init; }

    public static MergeCount operator +(MergeCount a, MergeCount b) =>
        new(a.Inserted + b.Inserted, a.Changed + b.Changed, a.Unchanged + b.Unchanged) { Quarantined = a.Quarantined + b.Quarantined };
}
