using System.Runtime.CompilerServices;
using Apache.Arrow;
using QuantMatrix.Batch.Parts;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Lake;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Jobs.Intraday;

/// <summary>From which session on each symbol's intraday features are computed.</summary>
/// <param name="recent">The first of the sessions that are always computed; null without 5-minute bars.</param>
/// <param name="missing">By symbol, the first session with bars and without a row.</param>
internal sealed class DueFeatures(DateOnly? recent, IReadOnlyDictionary<string, DateOnly> missing, SplitFactors factors)
{
    /// <summary>The first session of any symbol; null when nothing is stored.</summary>
    public DateOnly? First => recent is { } first ? missing.Values.Append(first).Min() : null;

    public SplitFactors Factors => factors;

    /// <summary>Days since 1970-01-01.</summary>
    public int From(string symbol) => Day.Of(missing.TryGetValue(symbol, out var first) && first < recent ? first : recent!.Value);

    /// <param name="sessions">The number of newest sessions that are always computed.</param>
    public static async Task<DueFeatures> ReadAsync(RunContext run, Manifest manifest, int sessions, CancellationToken ct)
    {
        var newest = manifest.Of(PriceData5m.Name).Max(f => f.LastDate);
        var missing = new Dictionary<string, DateOnly>();
        var query = $"SELECT symbol, min(date) FROM (SELECT DISTINCT symbol, date FROM {PriceData5m.Name}) "
            + $"ANTI JOIN {IntradayFeatureTable.Table.Name} USING (symbol, date) GROUP BY symbol";
        await foreach (var rows in run.Lake.QueryAsync(manifest, query, ct))
            for (var i = 0; i < rows.Length; i++)
                missing.Add(((StringArray)rows.Column(0)).GetString(i), Day.Date(((Date32Array)rows.Column(1)).Values[i]));
        return new(newest is { } last ? run.Calendar.Back(last, sessions - 1) : null, missing, await SplitsAsync(run.Lake, manifest, ct));
    }

    /// <summary>The splits that the stored daily prices reflect.</summary>
    public static async Task<SplitFactors> SplitsAsync(DataLake lake, Manifest manifest, CancellationToken ct) =>
        new((await lake.RowsAsync(manifest, StoredAction.Table, ct)).Where(a => a is { Kind: "split", Status: StoredAction.Applied })
            .Select(a => a.ToRecorded().Action));
}

/// <summary>Stored 5-minute bars on today's basis, symbol by symbol.</summary>
internal static class StoredSlots
{
    private const long BarsPerQuery = 1_000_000;

    /// <param name="most">Bars in memory at a time, unless a symbol has more.</param>
    public static async IAsyncEnumerable<(string Symbol, List<IntradayBar> Bars)> ReadAsync(
        DataLake lake, Manifest manifest, DateOnly from, [EnumeratorCancellation] CancellationToken ct, long most = BarsPerQuery)
    {
        var since = $"FROM {PriceData5m.Name} WHERE date >= DATE '{Day.Text(Day.Of(from))}'";
        var counts = await SymbolRuns.CountAsync(lake, manifest, since, ct);
        foreach (var symbols in SymbolRuns.Cut([.. counts.Keys.Order(StringComparer.Ordinal)], counts, most))
        {
            var query = $"SELECT symbol, date, slot, open, high, low, close, volume {since} "
                + $"AND symbol BETWEEN {SqlText.Quote(symbols[0])} AND {SqlText.Quote(symbols[^1])} ORDER BY symbol, date, slot";
            await foreach (var symbol in SymbolsAsync(lake.QueryAsync(manifest, query, ct))) yield return symbol;
        }
    }

    private static async IAsyncEnumerable<(string Symbol, List<IntradayBar> Bars)> SymbolsAsync(IAsyncEnumerable<RecordBatch> batches)
    {
        var (symbol, bars) = ("", new List<IntradayBar>());
        await foreach (var batch in batches)
            for (var row = 0; row < batch.Length; row++)
            {
                var next = ((StringArray)batch.Column(0)).GetString(row);
                if (next != symbol && bars.Count > 0)
                {
                    yield return (symbol, bars);
                    bars = [];
                }
                symbol = next;
                bars.Add(At(batch, row));
            }
        if (bars.Count > 0) yield return (symbol, bars);
    }

    private static IntradayBar At(RecordBatch batch, int row) => new(((Date32Array)batch.Column(1)).Values[row], ((Int32Array)batch.Column(2)).Values[row],
        Price(batch, 3, row), Price(batch, 4, row), Price(batch, 5, row), Price(batch, 6, row), ((Int64Array)batch.Column(7)).Values[row]);

    private static double Price(RecordBatch batch, int column, int row) => ((DoubleArray)batch.Column(column)).Values[row];
}
