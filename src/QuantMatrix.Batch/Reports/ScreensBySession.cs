using QuantMatrix.Batch.Composition;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Jobs.Screens;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Report.Night;

namespace QuantMatrix.Batch.Reports;

/// <summary>Members of the screens by session: as recorded, and where nothing is recorded by the condition over the features still kept.</summary>
internal sealed class ScreensBySession(ISqlConnection sql, DateOnly session)
{
    private const int Sessions = 60;

    public IReadOnlyList<ScreenMembers> Read(IReadOnlyDictionary<string, string> screens)
    {
        DateOnly[] sessions = [.. Dates().Where(d => d <= session).TakeLast(Sessions)];
        var recorded = sql.Table("SELECT screen, date, max_by(condition, run_id) AS condition FROM screen_sessions GROUP BY screen, date").Rows
            .ToLookup(row => row.Text("screen"), row => (Date: row.Date("date")!.Value, Condition: row.Text("condition")));
        var members = (screens.Count == 0 || sessions.Length == 0 ? [] : Recorded(sessions[0]).Concat(Computed(screens))).Distinct().ToLookup(m => m.Screen);
        return [.. screens.Select(s =>
        {
            var conditions = recorded[s.Key].ToDictionary(r => r.Date, r => r.Condition);
            return Of(s.Key, members[s.Key].ToLookup(m => m.Date, m => m.Symbol), [.. sessions.Select(d => (d, conditions.GetValueOrDefault(d, s.Value)))]);
        })];
    }

    /// <summary>Pure: entries, departures and the length of each membership, among the sessions with the condition of the last one.</summary>
    /// <param name="sessions">Oldest first, each with its condition; the last is the session of the page.</param>
    internal static ScreenMembers Of(string name, ILookup<DateOnly, string> members, IReadOnlyList<(DateOnly Date, string Condition)> sessions)
    {
        var condition = sessions.Count > 0 ? sessions[^1].Condition : "";
        var same = sessions.Reverse().TakeWhile(s => ScreenResult.HashOf(s.Condition) == ScreenResult.HashOf(condition)).Count();
        var sets = sessions.TakeLast(same).Select(s => members[s.Date].ToHashSet()).ToList();
        var (now, before) = (sets.Count > 0 ? sets[^1] : [], sets.Count > 1 ? sets[^2] : null);
        return new(name, condition,
            [.. now.Order(StringComparer.Ordinal).Select(symbol => Of(symbol, sets))
                .OrderByDescending(m => m.IsNew).ThenBy(m => m.Sessions).ThenBy(m => m.Symbol, StringComparer.Ordinal)],
            [.. sessions.Select(s => members[s.Date].Distinct().Count())])
        {
            Left = before is null ? [] : [.. before.Except(now).Order(StringComparer.Ordinal)],
        };
    }

    private static ScreenPlace Of(string symbol, List<HashSet<string>> sets)
    {
        var length = sets.AsEnumerable().Reverse().TakeWhile(set => set.Contains(symbol)).Count();
        return new(symbol, length, IsNew: length == 1 && sets.Count > 1, Since: length == sets.Count);
    }

    private IEnumerable<DateOnly> Dates() => sql.Table("SELECT DISTINCT date FROM features UNION SELECT DISTINCT date FROM screen_sessions ORDER BY date")
        .Rows.Select(row => row.Date("date")!.Value);

    private IEnumerable<(string Screen, DateOnly Date, string Symbol)> Recorded(DateOnly from) =>
        sql.Table($"SELECT screen, date, symbol FROM ({ScreenMember.Newest}) WHERE date >= DATE '{from:yyyy-MM-dd}'")
            .Rows.Select(row => (row.Text("screen"), row.Date("date")!.Value, row.Text("symbol")));

    /// <summary>Members by the conditions in sessions that are not recorded, all screens in one scan.</summary>
    private IEnumerable<(string Screen, DateOnly Date, string Symbol)> Computed(IReadOnlyDictionary<string, string> screens)
    {
        var names = screens.Keys.ToList();
        var tests = names.Select((name, i) => $"coalesce({new ScreenCondition(screens[name]).Sql}, false) "
            + $"AND date NOT IN (SELECT date FROM screen_sessions WHERE screen = '{name}') AS is{i}");
        var rows = sql.Table($"""
            SELECT * FROM (SELECT date, symbol, {string.Join(", ", tests)} FROM features)
            WHERE {string.Join(" OR ", names.Select((_, i) => $"is{i}"))}
            """).Rows;
        return rows.SelectMany(row => names.Where((_, i) => row.Flag($"is{i}")).Select(name => (name, row.Date("date")!.Value, row.Text("symbol"))));
    }
}

/// <summary>Reads queries as the tables of pages.</summary>
internal static class ReportSql
{
    public static Report.ReportTable Table(this ISqlConnection sql, string query)
    {
        using var reader = sql.Query(query);
        var rows = new List<object?[]>();
        while (reader.Read())
        {
            var values = new object?[reader.FieldCount];
            for (var c = 0; c < values.Length; c++) values[c] = reader.IsDBNull(c) ? null : reader.GetValue(c);
            rows.Add(values);
        }
        return new([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)], rows);
    }
}
