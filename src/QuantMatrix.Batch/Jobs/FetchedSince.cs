using QuantMatrix.Lake.Tables;
using QuantMatrix.Lake;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Jobs;

/// <summary>The oldest session requested per symbol, so that a recently listed share is not requested again every night for bars that never existed.</summary>
internal sealed class FetchedSince
{
    private readonly SortedDictionary<string, FetchDepth> depths = new(StringComparer.Ordinal);
    private bool changed;

    public static async Task<FetchedSince> ReadAsync(DataLake lake, Manifest manifest, CancellationToken ct)
    {
        var since = new FetchedSince();
        foreach (var row in await lake.RowsAsync(manifest, FetchDepth.Table, ct)) since.depths.Add(row.Symbol, row);
        return since;
    }

    public bool Reaches(string symbol, DateOnly session) => depths.TryGetValue(symbol, out var known) && known.Day <= Day.Of(session);

    public void Note(string symbol, DateOnly session, string runId)
    {
        if (Reaches(symbol, session)) return;
        depths[symbol] = new(symbol, Day.Of(session), runId);
        changed = true;
    }

    public async Task WriteAsync(LakeCommit commit, CancellationToken ct)
    {
        if (!changed) return;
        await commit.ReplaceAsync(FetchDepth.Table, [.. depths.Values], ct);
        changed = false;
    }
}
