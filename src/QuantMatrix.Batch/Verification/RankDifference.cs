using System.Text.Json;
using QuantMatrix.Indicators;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Verification;

/// <summary>A recorded row whose rank across symbols is not the computed one.</summary>
/// <param name="Text">The column with both values.</param>
internal sealed record RankDifference(RecordedRow Row, string Text)
{
    private const string Column = "rs_rank";

    /// <summary>Whether the other columns of the row are equal.</summary>
    public bool IsOnly { get; init; }

    /// <summary>The rows among those given that differ.</summary>
    public static IEnumerable<RankDifference> All(IEnumerable<RecordedRow> rows, SessionRanks computed) =>
        from symbol in rows.GroupBy(row => row.Symbol)
        let ranks = computed.Of(symbol.Key).ToDictionary(r => r.Day, r => r.Rank)
        from row in symbol
        let now = ranks.TryGetValue(Day.Of(row.Session), out var rank) ? rank : (int?)null
        let then = Recorded(row)
        where then.Exists && then.Rank != now
        select new RankDifference(row, $"{Column} was recorded as {Of(then.Rank)}, computed now {Of(now)}");

    /// <summary>Rows of versions without the column do not count.</summary>
    private static (bool Exists, int? Rank) Recorded(RecordedRow row)
    {
        using var payload = JsonDocument.Parse(row.Payload);
        return !payload.RootElement.TryGetProperty(Column, out var value) ? (false, null)
            : (true, value.ValueKind == JsonValueKind.Null ? null : value.GetInt32());
    }

    private static string Of(int? rank) => rank is { } known ? Plural.Number(known) : "null";
}
