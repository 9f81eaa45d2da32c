using System.Globalization;
using Apache.Arrow;
using QuantMatrix.Batch.Config;
using QuantMatrix.Lake;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Jobs.Screens;

/// <summary>Finds stage changes, completed TD counts and crossed levels in the sessions of a range.</summary>
/// <param name="after">The last session already searched, in days since 1970-01-01.</param>
/// <param name="until">The last session to search.</param>
internal sealed class FeatureAlerts(DataLake lake, Manifest manifest, int after, int until)
{
    /// <summary>Calendar days before the range that hold the previous bar of a symbol that trades.</summary>
    private const int DaysBefore = 15;

    private static readonly string[] Sides = ["buy", "sell"];

    public async Task<IReadOnlyList<Alert>> FindAsync(IReadOnlyList<WatchList> lists, CancellationToken ct) =>
        [.. await EventsAsync(ct), .. await LevelsAsync(lists, ct)];

    /// <summary>In one scan: the stage before and now, and by side whether a setup is complete, perfected, and a countdown complete.</summary>
    private async Task<IEnumerable<Alert>> EventsAsync(CancellationToken ct)
    {
        var counts = Sides.Select(side => $"coalesce(td_{side}_setup = 9, false) AS {side}_9, coalesce(td_perfect_{side}, false) AS {side}_perfect, "
            + $"coalesce(td_{side}_countdown = 13, false) AS {side}_13");
        var rows = await lake.TableAsync(manifest, $"""
            SELECT * FROM (SELECT date, symbol, close, stage_label, lag(stage_label) OVER (PARTITION BY symbol ORDER BY date) AS before,
                coalesce(before IN ('1', '2', '3', '4') AND stage_label IN ('1', '2', '3', '4') AND stage_label <> before, false) AS has_changed,
                {string.Join(", ", counts)} FROM features)
            WHERE {InRange} AND (has_changed OR buy_9 OR buy_13 OR sell_9 OR sell_13) ORDER BY date, symbol
            """, ct);
        return Each(rows, (row, day, symbol, close) => Events(rows!, row).Select(e => new Alert(day, symbol, e.Kind, e.Name, e.Detail, double.NaN, close)))
            .SelectMany(found => found);
    }

    private static IEnumerable<(string Kind, string Name, string Detail)> Events(RecordBatch rows, int row)
    {
        if (Flag(rows, 5, row)) yield return (Alert.StageChange, "stage_label", $"stage {Text(rows, 4, row)} to {Text(rows, 3, row)}");
        foreach (var (side, at) in Sides.Select((side, i) => (side, 6 + 3 * i)))
        {
            if (Flag(rows, at, row)) yield return (Alert.TdSetup9, side, $"{side} setup complete{(Flag(rows, at + 1, row) ? ", perfected" : "")}");
            if (Flag(rows, at + 2, row)) yield return (Alert.TdCountdown13, side, $"{side} countdown complete");
        }
    }

    /// <summary>A level is crossed by a close at or beyond it after one on the other side.</summary>
    private async Task<IEnumerable<Alert>> LevelsAsync(IReadOnlyList<WatchList> lists, CancellationToken ct)
    {
        var symbols = lists.SelectMany(l => l.Levels.Keys).Distinct().ToList();
        if (symbols.Count == 0) return [];
        var rows = await lake.TableAsync(manifest, $"""
            SELECT date, symbol, close, lag(close) OVER (PARTITION BY symbol ORDER BY date) AS before FROM price_data
            WHERE symbol IN ({string.Join(", ", symbols.Select(s => $"'{s}'"))}) AND date BETWEEN {Sql(after - DaysBefore)} AND {Sql(until)}
            QUALIFY {InRange} AND before IS NOT NULL ORDER BY date, symbol
            """, ct);
        return Each(rows, (row, day, symbol, close) => Crossings(lists, day, symbol, ((DoubleArray)rows!.Column(3)).GetValue(row)!.Value, close))
            .SelectMany(found => found);
    }

    /// <summary>The levels of a symbol between two closes.</summary>
    internal static IEnumerable<Alert> Crossings(IReadOnlyList<WatchList> lists, int day, string symbol, double before, double close) =>
        from list in lists
        from level in list.Levels.GetValueOrDefault(symbol) ?? []
        where (before < level && close >= level) || (before > level && close <= level)
        select new Alert(day, symbol, Alert.LevelCrossed, list.Name,
            string.Create(CultureInfo.InvariantCulture, $"{(close > before ? "rose" : "fell")} from {before} to {close}"), level, close);

    private string InRange => $"date > {Sql(after)} AND date <= {Sql(until)}";

    private static string Sql(int day) => $"DATE '{Day.Text(day)}'";

    private static bool Flag(RecordBatch rows, int column, int row) => ((BooleanArray)rows.Column(column)).GetValue(row) == true;

    private static string Text(RecordBatch rows, int column, int row) => ((StringArray)rows.Column(column)).GetString(row);

    private static IEnumerable<T> Each<T>(RecordBatch? rows, Func<int, int, string, double, T> read) => rows is null ? []
        : [.. Enumerable.Range(0, rows.Length).Select(row => read(row, ((Date32Array)rows.Column(0)).Values[row], Text(rows, 1, row),
            ((DoubleArray)rows.Column(2)).GetValue(row) ?? double.NaN))];
}
