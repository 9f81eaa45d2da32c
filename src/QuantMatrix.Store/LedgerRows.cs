using Apache.Arrow;
using QuantMatrix.Compute;

namespace QuantMatrix.Store;

/// <summary>Revisions as rows of <c>bar_revisions</c>.</summary>
internal static class LedgerRows
{
    public static RecordBatch Of(IReadOnlyList<Revision> revisions, string runId) => new(LakeTable.BarRevisions.Schema,
    [
        Texts(revisions.Select(r => r.Symbol)),
        ArrowColumns.Dates(revisions.Select(r => r.Day).ToArray()),
        Texts(revisions.Select(r => r.Field)),
        ArrowColumns.Doubles(revisions.Select(r => r.Old).ToArray()),
        ArrowColumns.Doubles(revisions.Select(r => r.New).ToArray()),
        Texts(revisions.Select(r => r.Class)),
        Texts(revisions.Select(r => r.Provider)),
        Texts(revisions.Select(_ => runId)),
    ], revisions.Count);

    private static StringArray Texts(IEnumerable<string> values) => new StringArray.Builder().AppendRange(values).Build();
}
