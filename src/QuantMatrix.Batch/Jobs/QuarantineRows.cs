using Apache.Arrow;
using QuantMatrix.Batch.Quarantine;
using QuantMatrix.Compute;
using QuantMatrix.Ingest;
using QuantMatrix.Store;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Refused rows in the form of the lake's <c>quarantine</c>.</summary>
internal static class QuarantineRows
{
    public static RecordBatch Of(IReadOnlyList<RejectedRow> rows, string runId) => Of([.. rows.Select(r => new QuarantinedRow(r, runId, QuarantinedRow.Open))]);

    public static RecordBatch Of(IReadOnlyList<QuarantinedRow> rows) => new(LakeTable.Quarantine.Schema,
    [
        ArrowColumns.Texts(rows.Select(r => r.Refused.Symbol)), ArrowColumns.Texts(rows.Select(r => r.Refused.Date)),
        ArrowColumns.Texts(rows.Select(r => r.Refused.Source)), ArrowColumns.Texts(rows.Select(r => r.Refused.File)),
        new Int64Array.Builder().AppendRange(rows.Select(r => r.Refused.Line)).Build(),
        ArrowColumns.Texts(rows.Select(r => r.Refused.Reason)), ArrowColumns.Texts(rows.Select(r => r.Refused.Row)),
        ArrowColumns.Texts(rows.Select(r => r.RunId)), ArrowColumns.Texts(rows.Select(r => r.Status)),
    ], rows.Count);
}
