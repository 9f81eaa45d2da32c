using Apache.Arrow;
using QuantMatrix.Batch.Runs;
using QuantMatrix.MarketData.Parsing;

namespace QuantMatrix.Batch.Coverage;

/// <summary>Of which sessions the quarantine holds a row nobody has decided on: a dropped row leaves the session missing, a released one is stored.</summary>
internal static class RefusedSessions
{
    /// <summary>Places in the window by symbol; a row whose date is none cannot be placed.</summary>
    public static async Task<ILookup<string, int>> ReadAsync(RunContext run, SessionWindow window, CancellationToken ct)
    {
        var refused = new List<(string Symbol, int Place)>();
        await foreach (var rows in run.Lake.QueryAsync(run.Lake.Current(), "SELECT DISTINCT symbol, date FROM quarantine WHERE status = 'open'", ct))
            for (var i = 0; i < rows.Length; i++)
                if (DateText.TryParse(((StringArray)rows.Column(1)).GetBytes(i), out var date) && window.PlaceOf(date) is { } place)
                    refused.Add((((StringArray)rows.Column(0)).GetString(i), place));
        return refused.ToLookup(r => r.Symbol, r => r.Place);
    }
}
