using Apache.Arrow;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Coverage;

/// <summary>The sessions of one symbol that the lake holds.</summary>
/// <param name="Oldest">The first stored session, even when it is after the window.</param>
/// <param name="Newest">The last stored session up to the end of the window; null without one.</param>
/// <param name="Places">Places of the stored sessions in the window.</param>
internal sealed record StoredSessions(DateOnly Oldest, DateOnly? Newest, IReadOnlyList<int> Places)
{
    /// <summary>Every symbol with bars, by name.</summary>
    public static async Task<IReadOnlyDictionary<string, StoredSessions>> ReadAsync(RunContext run, SessionWindow window, CancellationToken ct)
    {
        var stored = new Dictionary<string, StoredSessions>();
        var query = $"""
            SELECT symbol, min(date), max(date) FILTER (date <= DATE '{window.Last:yyyy-MM-dd}'),
                list(date) FILTER (date BETWEEN DATE '{window.First:yyyy-MM-dd}' AND DATE '{window.Last:yyyy-MM-dd}')
            FROM price_data GROUP BY symbol
            """;
        await foreach (var rows in run.Lake.QueryAsync(run.Lake.Current(), query, ct))
            for (var i = 0; i < rows.Length; i++)
            {
                var places = PlacesIn((ListArray)rows.Column(3), i, window);
                stored.Add(((StringArray)rows.Column(0)).GetString(i), new(Date(rows.Column(1), i)!.Value, Date(rows.Column(2), i), places));
            }
        return stored;
    }

    private static DateOnly? Date(IArrowArray days, int row) => ((Date32Array)days).GetDateOnly(row);

    /// <summary>A bar on a day without a session has no place.</summary>
    private static int[] PlacesIn(ListArray lists, int row, SessionWindow window)
    {
        if (lists.IsNull(row)) return [];
        var days = ((Date32Array)lists.Values).Values[lists.ValueOffsets[row]..lists.ValueOffsets[row + 1]];
        var places = new List<int>(days.Length);
        foreach (var day in days)
            if (window.PlaceOf(Day.Date(day)) is { } place) places.Add(place);
        return [.. places];
    }
}
