using QuantMatrix.Lake.Tables;

namespace QuantMatrix.Lake;

/// <summary>The files that a commit takes out of a manifest and those that it adds.</summary>
internal sealed record FileChange(IReadOnlyList<LakeFile> Removed, IReadOnlyList<LakeFile> Added)
{
    /// <summary>Tables to which each commit adds a file of its own rows.</summary>
    private static readonly string[] Logs = [LedgerRow.Table.Name, BarArrival.Table.Name];

    public bool IsEmpty => Removed.Count + Added.Count == 0;

    public IEnumerable<string> Tables => Both.Select(f => f.Table).Distinct();

    private IEnumerable<LakeFile> Both => Removed.Concat(Added);

    public static FileChange Between(IReadOnlyList<LakeFile> before, IReadOnlyList<LakeFile> after)
    {
        var (old, current) = (before.ToHashSet(), after.ToHashSet());
        return new([.. before.Where(f => !current.Contains(f))], [.. after.Where(f => !old.Contains(f))]);
    }

    /// <summary>A file of this change whose rows another change touches as well; null for none.</summary>
    /// <remarks>
    /// Two files of bars touch when they share a year and a range of symbols. Of a log, only the same file removed twice does; of another table, any two.
    /// </remarks>
    public LakeFile? ConflictWith(FileChange other)
    {
        var theirs = other.Both.ToLookup(f => (f.Table, f.Year));
        return Both.FirstOrDefault(mine => theirs[(mine.Table, mine.Year)].Any(f => Touch(mine, f)));
    }

    /// <summary>The files of a manifest after the change: of each year of bars the base files in symbol order, then deltas in the order of commits.</summary>
    public List<LakeFile> Apply(IReadOnlyList<LakeFile> files)
    {
        var removed = Removed.ToHashSet();
        return [.. files.Where(f => !removed.Contains(f)).Concat(Added).OrderBy(f => f.Table, StringComparer.Ordinal).ThenBy(f => f.Year)
            .ThenBy(f => !f.IsBase).ThenBy(f => f.IsBase ? f.FirstSymbol : "", StringComparer.Ordinal)];
    }

    private static bool Touch(LakeFile a, LakeFile b) => a.Table == PriceData.Name
        ? string.CompareOrdinal(a.FirstSymbol, b.LastSymbol) <= 0 && string.CompareOrdinal(b.FirstSymbol, a.LastSymbol) <= 0
        : a == b || !Logs.Contains(a.Table);
}
