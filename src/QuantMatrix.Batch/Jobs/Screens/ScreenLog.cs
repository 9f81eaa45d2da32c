using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Jobs.Screens;

/// <summary>Decides which rows a night appends to <c>screen_members</c> and <c>screen_sessions</c>, and which symbols entered and left.</summary>
/// <param name="sessions">The stored rows of <c>screen_sessions</c>, in the order they were appended.</param>
/// <param name="members">Those of <c>screen_members</c>, at least from <see cref="Oldest"/> on.</param>
internal sealed class ScreenLog(IReadOnlyList<ScreenSession> sessions, IReadOnlyList<ScreenMember> members)
{
    /// <summary>The oldest session that a night compares with: by screen the newest one before its own.</summary>
    public static int Oldest(IReadOnlyList<ScreenSession> sessions, ScreenRows rows) => rows.Screens.Select(screen => sessions
        .Where(s => s.Screen == screen.Screen && s.Day < rows.Day).Select(s => s.Day).DefaultIfEmpty(rows.Day).Max()).DefaultIfEmpty(rows.Day).Min();

    public ScreenLogRows Add(ScreenRows rows, string runId)
    {
        var log = new ScreenLogRows([], [], []);
        foreach (var screen in rows.Screens)
        {
            if (Last(screen.Screen, day => day == rows.Day) is not { } last || last.ConditionHash != screen.Hash || !MembersOf(last).SetEquals(screen.Symbols))
            {
                log.Members.AddRange(screen.Symbols.Select(s => new ScreenMember(screen.Screen, rows.Day, s, screen.Hash, runId)));
                log.Sessions.Add(new(screen.Screen, rows.Day, screen.Hash, screen.Symbols.Count, screen.Condition, runId));
            }
            log.Alerts.AddRange(Changes(screen, rows));
        }
        return log;
    }

    /// <summary>Against the screen's previous session; none when there is none or the condition was another one.</summary>
    private IEnumerable<Alert> Changes(ScreenResult screen, ScreenRows rows)
    {
        if (Last(screen.Screen, day => day < rows.Day) is not { } previous || previous.ConditionHash != screen.Hash) return [];
        var (before, since) = (MembersOf(previous), $"since {Day.Text(previous.Day)}");
        var entered = screen.Symbols.Except(before).Select(s => Of(Alert.ScreenEntered, s, $"not a member {since}"));
        return entered.Concat(before.Except(screen.Symbols).Select(s => Of(Alert.ScreenLeft, s, rows.Closes.ContainsKey(s) ? $"a member {since}" : "no bar")));

        Alert Of(string kind, string symbol, string detail) =>
            new(rows.Day, symbol, kind, screen.Screen, detail, double.NaN, rows.Closes.GetValueOrDefault(symbol, double.NaN));
    }

    private ScreenSession? Last(string screen, Func<int, bool> on) =>
        sessions.Where(s => s.Screen == screen && on(s.Day)).Aggregate((ScreenSession?)null, (last, s) => last is null || s.Day >= last.Day ? s : last);

    /// <summary>Those of one recording, as <see cref="ScreenMember.Newest"/> selects them.</summary>
    private HashSet<string> MembersOf(ScreenSession session)
    {
        if (session.Members == 0) return [];
        var recorded = members.Where(m => (m.Screen, m.Day, m.ConditionHash) == (session.Screen, session.Day, session.ConditionHash)).ToLookup(m => m.RunId);
        return [.. recorded[recorded.Contains(session.RunId) ? session.RunId : ""].Select(m => m.Symbol)];
    }
}

/// <summary>Rows to append.</summary>
internal sealed record ScreenLogRows(List<ScreenMember> Members, List<ScreenSession> Sessions, List<Alert> Alerts);
