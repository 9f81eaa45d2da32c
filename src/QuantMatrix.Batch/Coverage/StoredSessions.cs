using Apache.Arrow;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Coverage;

/// <summary>What the lake holds of one symbol.</summary>
/// <param name="Oldest">First stored session, even if it comes after the window.</param>
/// <param name="Newest">Last stored session up to the end of the window; null when there is none.</param>
/// <param name="Places">Sessions of the window that are stored, by their place.</param>
internal sealed record StoredSessions(DateOnly Oldest, DateOnly? Newest, IReadOnlyList<int> Places)
{
    /// <summary>Every symbol with bars.</summary>
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

    /// <summary>A bar of a day without a session has no place.</summary>
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
