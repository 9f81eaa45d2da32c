using QuantMatrix.Model;

namespace QuantMatrix.Lake.Tables;

/// <summary>A row of <c>screen_members</c>: a symbol that satisfied a screen's condition in a session. Rows are only appended.</summary>
/// <param name="Day">Days since 1970-01-01.</param>
/// <param name="ConditionHash">Identifies the condition, whose text is in <c>screen_sessions</c>.</param>
public sealed record ScreenMember(string Screen, int Day, string Symbol, string ConditionHash)
{
    public static readonly RowTable<ScreenMember> Table = new("screen_members",
        new RowColumns<ScreenMember>().Text("screen", r => r.Screen).Date(BarField.Date, r => r.Day).Text(BarField.Symbol, r => r.Symbol)
            .Text("condition_hash", r => r.ConditionHash),
        row => new(row.Text(0), row.Date(1), row.Text(2), row.Text(3)));
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
