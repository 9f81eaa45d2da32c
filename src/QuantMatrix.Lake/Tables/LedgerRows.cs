using Apache.Arrow;
using QuantMatrix.Model;

namespace QuantMatrix.Lake.Tables;

/// <summary>Revisions as rows of <c>bar_revisions</c>.</summary>
internal static class LedgerRows
{
    public static RecordBatch Of(IReadOnlyList<Revision> revisions, string why, string runId) => new(LakeTable.BarRevisions.Schema,
    [
        ArrowColumns.Texts(revisions.Select(r => r.Symbol)),
        ArrowColumns.Dates(revisions.Select(r => r.Day).ToArray()),
        ArrowColumns.Texts(revisions.Select(r => r.Field)),
        ArrowColumns.Doubles(revisions.Select(r => r.Old).ToArray()),
        ArrowColumns.Doubles(revisions.Select(r => r.New).ToArray()),
        ArrowColumns.Texts(revisions.Select(_ => why)),
        ArrowColumns.Texts(revisions.Select(r => r.Provider)),
        ArrowColumns.Texts(revisions.Select(_ => runId)),
    ], revisions.Count);
}
