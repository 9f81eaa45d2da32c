using Apache.Arrow;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Compute;

namespace QuantMatrix.Batch.Jobs;

/// <summary>What the lake holds of one symbol, up to the run's session.</summary>
/// <param name="Oldest">First stored session.</param>
/// <param name="Newest">Last stored session.</param>
/// <param name="InWindow">Sessions of the exchange stored since the first one of the window asked for.</param>
internal sealed record StoredSessions(DateOnly Oldest, DateOnly Newest, long InWindow)
{
    /// <summary>Every symbol with bars.</summary>
    public static async Task<IReadOnlyDictionary<string, StoredSessions>> ReadAsync(RunContext run, DateOnly windowStart, CancellationToken cancel)
    {
        var stored = new Dictionary<string, StoredSessions>();
        var sessions = run.Calendar.Sessions(windowStart, run.AsOf).Select(s => $"DATE '{s:yyyy-MM-dd}'").DefaultIfEmpty("NULL");
        var query = $"""
            SELECT symbol, min(date), max(date), count(*) FILTER (date IN ({string.Join(", ", sessions)}))
            FROM price_data WHERE date <= DATE '{run.AsOf:yyyy-MM-dd}' GROUP BY symbol
            """;
        await foreach (var rows in run.Lake.QueryAsync(run.Lake.Current(), query, cancel))
            for (var i = 0; i < rows.Length; i++)
                stored.Add(((StringArray)rows.Column(0)).GetString(i), new(Date(rows.Column(1), i), Date(rows.Column(2), i), ((Int64Array)rows.Column(3)).GetValue(i)!.Value));
        return stored;
    }

    private static DateOnly Date(IArrowArray days, int row) => Day.Date(((Date32Array)days).Values[row]);
}
