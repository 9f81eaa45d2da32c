using QuantMatrix.Model;

namespace QuantMatrix.Lake.Tables;

/// <summary>A row of <c>screen_members</c>: a symbol that satisfied a screen's condition in a session. Rows are only appended.</summary>
/// <remarks>A run that finds other members than recorded appends all of them: those of a session are the rows of its newest recording.</remarks>
/// <param name="Day">Days since 1970-01-01.</param>
/// <param name="ConditionHash">Identifies the condition, whose text is in <c>screen_sessions</c>.</param>
/// <param name="RunId">The run that recorded it; empty in files of older versions.</param>
public sealed record ScreenMember(string Screen, int Day, string Symbol, string ConditionHash, string RunId = "")
{
    /// <summary>Selects the members of each session by its newest recording in <c>screen_sessions</c>.</summary>
    public const string Newest = """
        SELECT m.* FROM screen_members m JOIN (
            SELECT screen, date, max_by(condition_hash, run_id) AS condition_hash, max(run_id) AS run_id FROM screen_sessions
            GROUP BY screen, date HAVING max_by(members, run_id) > 0) s
        ON m.screen = s.screen AND m.date = s.date AND m.condition_hash = s.condition_hash AND m.run_id IN (s.run_id, '')
        QUALIFY m.run_id = max(m.run_id) OVER (PARTITION BY m.screen, m.date)
        """;

    public static readonly RowTable<ScreenMember> Table = new("screen_members",
        new RowColumns<ScreenMember>().Text("screen", r => r.Screen).Date(BarField.Date, r => r.Day).Text(BarField.Symbol, r => r.Symbol)
            .Text("condition_hash", r => r.ConditionHash).Text("run_id", r => r.RunId),
        row => new(row.Text(0), row.Date(1), row.Text(2), row.Text(3), row.Text(4)))
    {
        AddedColumn = ("run_id", ""),
    };
}

/// <summary>A row of <c>screen_sessions</c>: a screen that was published for a session, also one without members. Rows are only appended.</summary>
/// <param name="Day">Days since 1970-01-01.</param>
/// <param name="Members">The number of members.</param>
/// <param name="Condition">The condition as written in jobs.yaml.</param>
public sealed record ScreenSession(string Screen, int Day, string ConditionHash, long Members, string Condition, string RunId)
{
    public static readonly RowTable<ScreenSession> Table = new("screen_sessions",
        new RowColumns<ScreenSession>().Text("screen", r => r.Screen).Date(BarField.Date, r => r.Day).Text("condition_hash", r => r.ConditionHash)
            .Whole("members", r => r.Members).Text("condition", r => r.Condition).Text("run_id", r => r.RunId),
        row => new(row.Text(0), row.Date(1), row.Text(2), row.Whole(3), row.Text(4), row.Text(5)));
}
