using Apache.Arrow;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Lake;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Refused rows in the form of the lake's <c>quarantine</c>.</summary>
internal static class QuarantineRows
{
    /// <returns>How many were not there yet.</returns>
    public static async Task<long> AddAsync(LakeCommit commit, IReadOnlyList<RejectedRow> rows, string runId, CancellationToken ct) =>
        rows.Count == 0 ? 0 : await commit.AppendNewAsync(LakeTable.Quarantine, Of([.. rows.Select(r => new QuarantinedRow(r, runId, QuarantinedRow.Open))]), ct);

    public static RecordBatch Of(IReadOnlyList<QuarantinedRow> rows) => new(LakeTable.Quarantine.Schema,
    [
        ArrowColumns.Texts(rows.Select(r => r.Refused.Symbol)), ArrowColumns.Texts(rows.Select(r => r.Refused.Date)),
        ArrowColumns.Texts(rows.Select(r => r.Refused.Source)), ArrowColumns.Texts(rows.Select(r => r.Refused.File)),
        new Int64Array.Builder().AppendRange(rows.Select(r => r.Refused.Line)).Build(),
        ArrowColumns.Texts(rows.Select(r => r.Refused.Reason)), ArrowColumns.Texts(rows.Select(r => r.Refused.Row)),
        ArrowColumns.Texts(rows.Select(r => r.RunId)), ArrowColumns.Texts(rows.Select(r => r.Status)),
    ], rows.Count);
}
