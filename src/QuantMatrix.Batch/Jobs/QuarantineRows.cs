using Apache.Arrow;
using QuantMatrix.Compute;
using QuantMatrix.Ingest;
using QuantMatrix.Store;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Refused rows in the form of the lake's <c>quarantine</c>.</summary>
internal static class QuarantineRows
{
    /// <returns>How many were not there yet.</returns>
    public static async Task<long> AddAsync(LakeCommit commit, IReadOnlyList<RejectedRow> rows, string runId, CancellationToken cancel) =>
        rows.Count == 0 ? 0 : await commit.AppendNewAsync(LakeTable.Quarantine, Of(rows, runId), cancel);

    private static RecordBatch Of(IReadOnlyList<RejectedRow> rows, string runId) => new(LakeTable.Quarantine.Schema,
    [
        ArrowColumns.Texts(rows.Select(r => r.Symbol)), ArrowColumns.Texts(rows.Select(r => r.Date)), ArrowColumns.Texts(rows.Select(r => r.Source)), ArrowColumns.Texts(rows.Select(r => r.File)),
        new Int64Array.Builder().AppendRange(rows.Select(r => r.Line)).Build(),
        ArrowColumns.Texts(rows.Select(r => r.Reason)), ArrowColumns.Texts(rows.Select(r => r.Row)), ArrowColumns.Texts(rows.Select(_ => runId)),
    ], rows.Count);
}
