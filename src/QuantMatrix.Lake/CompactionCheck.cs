using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;

namespace QuantMatrix.Lake;

/// <summary>Checks that files of bars hold the same rows before and after compaction.</summary>
internal sealed class CompactionCheck(DataLake lake)
{
    /// <exception cref="DataUnfitException">The two sets of files do not hold the same rows.</exception>
    public void RequireSameRows(IReadOnlyList<LakeFile> before, IReadOnlyList<LakeFile> after)
    {
        var (old, compacted) = (RowsAndHash(Except(before, after)), RowsAndHash(Except(after, before)));
        if (old != compacted)
            throw new DataUnfitException($"compaction of {before[0].Table} {before[0].Year}: found {compacted} as row count and hash, expected {old}; "
                + "nothing was changed");
    }

    private static List<LakeFile> Except(IReadOnlyList<LakeFile> files, IReadOnlyList<LakeFile> others) =>
        [.. files.ExceptBy(others.Select(f => f.Path), f => f.Path)];

    private string RowsAndHash(List<LakeFile> files) => files.Count == 0 ? "0" :
        (string)lake.Sql.Scalar($"SELECT count(*) || ' ' || sum(hash({PriceData.Table.ColumnList})) FROM {lake.Reader.Source(files)}")!;
}
