using Apache.Arrow;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Lake;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Jobs;

/// <summary>How far back each symbol was ever asked for: a share listed last year has no older bars, and nobody asks for them again every night.</summary>
internal sealed class FetchedSince
{
    private readonly SortedDictionary<string, (int Day, string RunId)> asked = new(StringComparer.Ordinal);
    private bool changed;

    public static async Task<FetchedSince> ReadAsync(DataLake lake, Manifest manifest, CancellationToken ct)
    {
        var depth = new FetchedSince();
        if (await lake.TableAsync(manifest, "SELECT symbol, date, run_id FROM asked_depth", ct) is not { } batch) return depth;
        for (var i = 0; i < batch.Length; i++)
            depth.asked.Add(((StringArray)batch.Column(0)).GetString(i), (((Date32Array)batch.Column(1)).Values[i], ((StringArray)batch.Column(2)).GetString(i)));
        return depth;
    }

    public bool Reaches(string symbol, DateOnly session) => asked.TryGetValue(symbol, out var known) && known.Day <= Day.Of(session);

    public void Note(string symbol, DateOnly session, string runId)
    {
        if (Reaches(symbol, session)) return;
        asked[symbol] = (Day.Of(session), runId);
        changed = true;
    }

    public async Task WriteAsync(LakeCommit commit, CancellationToken ct)
    {
        if (!changed) return;
        var rows = new RecordBatch(LakeTable.AskedDepth.Schema,
            [ArrowColumns.Texts(asked.Keys), ArrowColumns.Dates(asked.Values.Select(a => a.Day).ToArray()), ArrowColumns.Texts(asked.Values.Select(a => a.RunId))], asked.Count);
        await commit.ReplaceAsync(LakeTable.AskedDepth, new[] { rows }.ToAsyncEnumerable(), ct);
        changed = false;
    }
}
