using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Parts;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Jobs;

/// <summary>How many rows a job would compute or publish, by the bars that are stored now.</summary>
/// <param name="Symbols">Symbols with a row.</param>
internal sealed record RowEstimate(int Symbols, long Rows)
{
    /// <summary>Of the tracked symbols, the newest rows of each. In a live run, a symbol without bars counts as if its bars were fetched before.</summary>
    public static async Task<RowEstimate> OfBarsAsync(RunContext run, IReadOnlyCollection<string> tracked, RowsToKeep keep, CancellationToken ct)
    {
        var stored = await SymbolRuns.CountAsync(run.Lake, run.Lake.Current(), $"FROM price_data WHERE date <= DATE '{run.AsOf:yyyy-MM-dd}'", ct);
        return Of(tracked, stored, keep, isFetched: !run.Sources.IsLocal);
    }

    /// <param name="stored">Bars by symbol.</param>
    /// <param name="isFetched">Whether the bars of the other symbols are fetched before.</param>
    internal static RowEstimate Of(IReadOnlyCollection<string> tracked, IReadOnlyDictionary<string, long> stored, RowsToKeep keep, bool isFetched)
    {
        var unknown = isFetched && keep != RowsToKeep.All ? keep.Sessions : 0;
        var rows = tracked.Select(s => stored.TryGetValue(s, out var bars) ? Math.Min(bars, keep.Sessions) : unknown).ToList();
        return new(rows.Count(r => r > 0), rows.Sum());
    }

    /// <summary>As in <c>about 245 rows (49 symbols)</c>.</summary>
    public override string ToString() => $"about {Plural.Of(Rows, "row")} ({Plural.Of(Symbols, "symbol")})";
}
