namespace QuantMatrix.Lake;

/// <summary>What laying incoming bars over the lake comes to.</summary>
/// <param name="Inserted">Bars not stored before.</param>
/// <param name="Changed">Stored bars with at least one new value.</param>
/// <param name="Unchanged">Bars stored already with the same values.</param>
public readonly record struct MergeCount(long Inserted, long Changed, long Unchanged)
{
    public static MergeCount operator +(MergeCount a, MergeCount b) => new(a.Inserted + b.Inserted, a.Changed + b.Changed, a.Unchanged + b.Unchanged);
}
