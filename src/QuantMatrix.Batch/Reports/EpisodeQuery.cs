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
    private const string Computed = "computed_rows";

    /// <summary>All screens in one query over the columns that they name; one that depends on the run has a note instead.</summary>
    public IReadOnlyList<ScreenEpisodes> Read(IReadOnlyDictionary<string, string> screens)
    {
        var conditions = screens.ToDictionary(s => s.Key, s => new ScreenCondition(s.Value));
        var found = Find(conditions.Where(c => !c.Value.OfRun.Any()).ToDictionary()).ToDictionary(s => s.Screen);
        return [.. conditions.Select(c => found.GetValueOrDefault(c.Key)
            ?? new(c.Key, 0, []) { Note = $"{string.Join(", ", c.Value.OfRun)} depends on the run, not on the session" })];
    }

    private IReadOnlyList<ScreenEpisodes> Find(Dictionary<string, ScreenCondition> screens)
    {
        if (screens.Count == 0) return [];
        List<ScreenCondition> conditions = [.. screens.Values];
        sql.Add(Computed, [Select(["date", .. conditions.SelectMany(c => c.Columns).Except(["date"])])]);
        var tests = conditions.Select((c, i) => $"coalesce({c.Sql}, false) AS c{i}");
        var table = sql.Table($"SELECT date, {string.Join(", ", tests)} FROM {Computed}");
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

    private RecordBatch Select(IReadOnlyList<string> columns) =>
        new(new Schema(columns.Select(rows.Schema.GetFieldByName), null), columns.Select(rows.Column), rows.Length);
}
