using System.Globalization;
using Apache.Arrow;
using QuantMatrix.Batch.Composition;
using QuantMatrix.Batch.Config;
using QuantMatrix.Model;
using QuantMatrix.Report.Symbols;

namespace QuantMatrix.Batch.Reports;

/// <summary>Finds the sessions in which a symbol satisfied the conditions of screens.</summary>
/// <param name="rows">Computed columns of the symbol, one row per session.</param>
internal sealed class EpisodeQuery(ISqlConnection sql, RecordBatch rows)
{
    /// <summary>All screens in one query, since the rows are part of its text.</summary>
    public IReadOnlyList<ScreenEpisodes> Read(IReadOnlyDictionary<string, string> screens)
    {
        if (screens.Count == 0) return [];
        List<ScreenCondition> conditions = [.. screens.Values.Select(text => new ScreenCondition(text))];
        string[] columns = ["symbol", "date", .. conditions.SelectMany(c => c.Columns).Except(["symbol", "date"])];
        var values = Enumerable.Range(0, rows.Length).Select(i => $"({string.Join(',', columns.Select(c => LiteralOf(c, i)))})");
        var types = columns.Select(c => $"{c}::{TypeMap.Of(rows.Schema.GetFieldByName(c).DataType).DuckDb} AS {c}");
        var tests = conditions.Select((c, i) => $"coalesce(({c.Text}\n), false) AS c{i}");
        var table = sql.Table($"""
            SELECT date, {string.Join(", ", tests)}
            FROM (SELECT {string.Join(", ", types)} FROM (VALUES {string.Join(',', values)}) v({string.Join(", ", columns)}))
            """);
        DateOnly[] sessions = [.. ((Date32Array)rows.Column(1)).Values.ToArray().Select(Day.Date)];
        return [.. screens.Keys.Select((name, i) =>
            Of(name, table.Rows.Where(r => r.Flag($"c{i}")).Select(r => r.Date("date")!.Value).ToHashSet(), sessions))];
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
