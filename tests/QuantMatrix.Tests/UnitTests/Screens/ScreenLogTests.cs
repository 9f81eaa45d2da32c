using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Jobs.Screens;
using QuantMatrix.Lake.Tables;

namespace QuantMatrix.Tests.UnitTests.Screens;

/// <summary>What a night appends to the tables of screens, and which symbols entered and left.</summary>
public class ScreenLogTests
{
    private const string Condition = "rsi_14 < 30";

    private readonly List<ScreenSession> sessions = [];
    private readonly List<ScreenMember> members = [];
    private int runs;

    [Fact]
    public void The_first_night_records_members_and_no_alert() => Night(10, "A B").ShouldBe("members A B; sessions 2; alerts ");

    [Fact]
    public void A_later_night_tells_who_entered_and_left_since_the_last_recorded_session()
    {
        Night(10, "A B");
        Night(14, "B C").ShouldBe("members B C; sessions 2; alerts C screen_entered, A screen_left");
        Night(15, "").ShouldBe("members ; sessions 0; alerts B screen_left, C screen_left");
        Night(16, "A").ShouldBe("members A; sessions 1; alerts A screen_entered");
    }

    [Fact]
    public void A_repeated_night_appends_nothing_and_the_same_alerts()
    {
        Night(10, "A B");
        Night(11, "B C");
        Night(11, "B C").ShouldBe("members ; sessions ; alerts C screen_entered, A screen_left");
    }

    [Fact]
    public void A_night_repeated_with_other_members_appends_all_of_them_and_the_next_one_compares_with_these()
    {
        Night(10, "A B");
        Night(10, "B C").ShouldBe("members B C; sessions 2; alerts ");
        Night(10, "B C").ShouldBe("members ; sessions ; alerts ");
        Night(11, "C D").ShouldBe("members C D; sessions 2; alerts D screen_entered, B screen_left"); // A was no member after all
        Night(11, "").ShouldBe("members ; sessions 0; alerts B screen_left, C screen_left");
        Night(12, "D").ShouldBe("members D; sessions 1; alerts D screen_entered");
    }

    [Fact]
    public void A_condition_taken_back_on_the_same_day_has_the_members_of_its_newest_recording()
    {
        Night(10, "A B");
        Night(10, "C", "rsi_14 < 40");
        Night(10, "B").ShouldBe("members B; sessions 1; alerts ");
        Night(11, "A B").ShouldBe("members A B; sessions 2; alerts A screen_entered");
    }

    [Fact]
    public void Members_recorded_without_a_run_belong_to_the_recording_of_their_session()
    {
        Night(10, "A B");
        for (var i = 0; i < members.Count; i++) members[i] = members[i] with { RunId = "" };
        Night(10, "A B").ShouldBe("members ; sessions ; alerts ");
        Night(10, "A").ShouldBe("members A; sessions 1; alerts ");
        Night(11, "B").ShouldBe("members B; sessions 1; alerts B screen_entered, A screen_left");
    }

    [Fact]
    public void Another_condition_is_another_screen()
    {
        Night(10, "A B");
        Night(11, "C", "rsi_14 < 40").ShouldBe("members C; sessions 1; alerts ");
        Night(12, "C D", "rsi_14 <   40").ShouldBe("members C D; sessions 2; alerts D screen_entered");
    }

    [Fact]
    public void An_older_night_compares_with_what_was_before_it()
    {
        Night(10, "A");
        Night(12, "B");
        Night(11, "A C").ShouldBe("members A C; sessions 2; alerts C screen_entered");
    }

    [Fact]
    public void An_alert_has_the_close_and_a_symbol_without_a_bar_none()
    {
        Night(10, "A B");
        var rows = new ScreenRows(11, new Dictionary<string, double> { ["A"] = 5 }, Stale: 1, [new("s", Condition, [])]);
        var alerts = new ScreenLog(sessions, members).Add(rows, "r").Alerts;
        alerts.Select(a => $"{a.Symbol} {a.Name} {a.Detail} {a.Price} {a.Level}").ShouldBe(["A s a member since 1970-01-11 5 NaN", "B s no bar NaN NaN"]);
    }

    [Theory]
    [InlineData(179, 180, "180")]           // a close on the level has reached it
    [InlineData(180, 181, "")]              // and does not cross it again
    [InlineData(179, 201, "180 200")]
    [InlineData(201, 200, "200")]
    [InlineData(200, 199, "")]
    [InlineData(201, 150, "180 200")]
    [InlineData(185, 195, "")]
    [InlineData(180, 180, "")]
    public void A_level_is_crossed_by_a_close_at_or_beyond_it(double before, double close, string levels)
    {
        WatchList[] lists =
        [
            new("mine", ["A", "B"], new Dictionary<string, IReadOnlyList<double>> { ["A"] = [180, 200], ["B"] = [190] }),
            new("other", ["A"], new Dictionary<string, IReadOnlyList<double>>()),
        ];
        var alerts = FeatureAlerts.Crossings(lists, 11, "A", before, close).ToList();
        string.Join(' ', alerts.Select(a => a.Level)).ShouldBe(levels);
        alerts.ShouldAllBe(a => a.Name == "mine" && a.Kind == Alert.LevelCrossed && a.Price == close
            && a.Detail == $"{(close > before ? "rose" : "fell")} from {before} to {close}");
    }

    /// <summary>Runs a night on top of the earlier ones and describes what it appends.</summary>
    private string Night(int day, string symbols, string condition = Condition)
    {
        string[] matching = symbols.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var rows = new ScreenRows(day, "ABCD".ToDictionary(c => $"{c}", _ => 1.0), Stale: 0, [new("s", condition, matching)]);
        var oldest = ScreenLog.Oldest(sessions, rows);
        var log = new ScreenLog(sessions, [.. members.Where(m => m.Day >= oldest)]).Add(rows, $"r{++runs:00}");
        sessions.AddRange(log.Sessions);
        members.AddRange(log.Members);
        log.Members.ShouldAllBe(m => m.Day == day && m.Screen == "s" && m.RunId == $"r{runs:00}");
        return $"members {string.Join(' ', log.Members.Select(m => m.Symbol))}; sessions {string.Join(' ', log.Sessions.Select(s => s.Members))}; "
            + $"alerts {string.Join(", ", log.Alerts.Select(a => $"{a.Symbol} {a.Kind}"))}";
    }
}
