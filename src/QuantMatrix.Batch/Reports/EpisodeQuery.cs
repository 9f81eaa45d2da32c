using System.Globalization;
using Apache.Arrow;
using QuantMatrix.Batch.Composition;
using QuantMatrix.Batch.Config;
using QuantMatrix.Model;
using QuantMatrix.Report.Symbols;

namespace QuantMatrix.Batch.Reports;

/// <summary>Finds the sessions in which a symbol satisfied a condition.</summary>
/// <param name="rows">Computed columns of the symbol, one row per session.</param>
internal sealed class EpisodeQuery(ISqlConnection sql, RecordBatch rows)
{
    public ScreenEpisodes Read(string name, ScreenCondition condition)
    {
        string[] columns = ["symbol", "date", .. condition.Columns.Except(["symbol", "date"])];
        var values = Enumerable.Range(0, rows.Length).Select(i => $"({string.Join(',', columns.Select(c => LiteralOf(c, i)))})");
        var types = columns.Select(c => $"{c}::{TypeMap.Of(rows.Schema.GetFieldByName(c).DataType).DuckDb} AS {c}");
        var dates = sql.Table($"""
            SELECT date FROM (SELECT {string.Join(", ", types)} FROM (VALUES {string.Join(',', values)}) v({string.Join(", ", columns)})) {condition.Where}
            """).Rows.Select(r => r.Date("date")!.Value).ToHashSet();
        return Of(name, dates, [.. ((Date32Array)rows.Column(1)).Values.ToArray().Select(Day.Date)]);
    }

    /// <summary>Joins matching sessions that follow each other.</summary>
    internal static ScreenEpisodes Of(string name, IReadOnlySet<DateOnly> matching, IReadOnlyList<DateOnly> sessions)
    {
        var episodes = new List<Episode>();
        for (var i = 0; i < sessions.Count; i++)
            if (matching.Contains(sessions[i]))
                if (i > 0 && matching.Contains(sessions[i - 1])) episodes[^1] = episodes[^1] with { To = sessions[i] };
                else episodes.Add(new(sessions[i], sessions[i]));
        episodes.Reverse();
        return new(name, matching.Count, episodes);
    }

    private string LiteralOf(string column, int row) => SymbolReportReader.Value(rows, column, row) switch
    {
        null => "NULL",
        DateOnly day => $"'{day:yyyy-MM-dd}'",
        string text => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
        double number => number.ToString("R", CultureInfo.InvariantCulture) + "::DOUBLE",
        bool flag => flag ? "true" : "false",
        var value => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
