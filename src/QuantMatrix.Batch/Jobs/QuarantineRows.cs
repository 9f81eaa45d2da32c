using Apache.Arrow;
using QuantMatrix.Ingest;
using QuantMatrix.Store;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Refused rows in the form of the lake's <c>quarantine</c>.</summary>
internal static class QuarantineRows
{
    public static RecordBatch Of(IReadOnlyList<RejectedRow> rows, string runId) => new(LakeTable.Quarantine.Schema,
    [
        Texts(rows.Select(r => r.Symbol)), Texts(rows.Select(r => r.Date)), Texts(rows.Select(r => r.Source)), Texts(rows.Select(r => r.File)),
        new Int64Array.Builder().AppendRange(rows.Select(r => r.Line)).Build(),
        Texts(rows.Select(r => r.Reason)), Texts(rows.Select(r => r.Row)), Texts(rows.Select(_ => runId)),
    ], rows.Count);

    private static StringArray Texts(IEnumerable<string> values) => new StringArray.Builder().AppendRange(values).Build();
}
