using Apache.Arrow;
using Apache.Arrow.Types;

namespace QuantMatrix.Lake;

/// <summary>Which rows of a small table are not stored yet, the columns before the run's id compared: what follows says what became of the row.</summary>
internal static class NewRows
{
    public static async Task<RecordBatch> AmongAsync(RecordBatch rows, IAsyncEnumerable<RecordBatch> stored)
    {
        var known = new HashSet<string>();
        await foreach (var batch in stored)
            for (var i = 0; i < batch.Length; i++) known.Add(Key(batch, i));
        return Take(rows, [.. Enumerable.Range(0, rows.Length).Where(i => known.Add(Key(rows, i)))]);
    }

    private static string Key(RecordBatch batch, int row) =>
        string.Join('\u001f', Enumerable.Range(0, batch.Schema.GetFieldIndex("run_id")).Select(c => batch.Column(c) switch
        {
            StringArray texts => texts.GetString(row),
            Int64Array numbers => numbers.GetValue(row)?.ToString(System.Globalization.CultureInfo.InvariantCulture),
            var other => throw new NotSupportedException($"column {batch.Schema.GetFieldByIndex(c).Name}: {other.GetType().Name}"),
        }));

    private static RecordBatch Take(RecordBatch rows, int[] at) => new(rows.Schema, rows.Arrays.Select<IArrowArray, IArrowArray>(column => column switch
    {
        StringArray texts => new StringArray.Builder().AppendRange(at.Select(i => texts.GetString(i))).Build(),
        Int64Array numbers => new Int64Array.Builder().AppendRange(at.Select(i => numbers.GetValue(i) ?? 0)).Build(),
        var other => throw new NotSupportedException(other.GetType().Name),
    }), at.Length);
}
