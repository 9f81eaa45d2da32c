using QuantMatrix.Batch.Reports;

namespace QuantMatrix.Tests.UnitTests.Report;

/// <summary>Entries, departures and lengths of memberships.</summary>
public class MembershipTests
{
    private static readonly DateOnly[] Sessions = [.. Enumerable.Range(5, 4).Select(day => new DateOnly(2021, 3, day))];

    [Fact]
    public void A_screen_names_who_entered_who_left_and_for_how_long_the_others_are_in()
    {
        var screen = ScreensBySession.Of("trial", Members("0 A", "1 A", "1 B", "2 A", "2 B", "2 C", "3 A", "3 B", "3 D"), With());
        screen.Members.Select(m => (m.Symbol, m.Sessions, m.IsNew, m.Since)).ShouldBe([("D", 1, true, false), ("B", 3, false, false), ("A", 4, false, true)]);
        screen.Left.ShouldBe(["C"]);
        screen.Sizes.ShouldBe([1, 2, 3, 3]);
    }

    [Fact]
    public void In_the_first_session_nothing_is_new_and_nothing_left()
    {
        var screen = ScreensBySession.Of("trial", Members("0 A"), With()[..1]);
        screen.Members.ShouldHaveSingleItem().IsNew.ShouldBeFalse();
        screen.Left.ShouldBeEmpty();
        ScreensBySession.Of("trial", Members(), []).Members.ShouldBeEmpty();
    }

    [Fact]
    public void A_member_that_left_and_came_back_is_new()
    {
        var screen = ScreensBySession.Of("trial", Members("1 A", "3 A"), With());
        screen.Members.ShouldHaveSingleItem().ShouldSatisfyAllConditions(m => m.IsNew.ShouldBeTrue(), m => m.Sessions.ShouldBe(1));
        screen.Left.ShouldBeEmpty();
    }

    /// <summary>A changed condition is another screen: whoever satisfies it has not entered, and nobody has left.</summary>
    [Fact]
    public void Nothing_enters_or_leaves_by_a_changed_condition()
    {
        var members = Members("0 A", "1 A", "1 B", "2 A", "2 C", "3 A", "3 C");
        var changed = ScreensBySession.Of("trial", members, With("close > 1", "close > 1", "close > 2", "close  >  2"));
        changed.Members.Select(m => (m.Symbol, m.Sessions, m.IsNew, m.Since)).ShouldBe([("A", 2, false, true), ("C", 2, false, true)]);
        changed.Left.ShouldBeEmpty();
        changed.Sizes.ShouldBe([1, 2, 2, 2]);
        changed.Condition.ShouldBe("close  >  2");
        var today = ScreensBySession.Of("trial", members, With("close > 1", "close > 1", "close > 1", "close > 2"));
        today.Members.ShouldAllBe(m => !m.IsNew && m.Since && m.Sessions == 1);
    }

    [Fact]
    public void Sessions_that_follow_each_other_are_one_episode()
    {
        var found = EpisodeQuery.Of("trial", new HashSet<DateOnly> { Sessions[0], Sessions[1], Sessions[3] }, Sessions);
        found.Sessions.ShouldBe(3);
        found.Episodes.Select(e => (e.From, e.To)).ShouldBe([(Sessions[3], Sessions[3]), (Sessions[0], Sessions[1])]);
    }

    /// <param name="conditions">By session; none for one condition.</param>
    private static (DateOnly Date, string Condition)[] With(params string[] conditions) =>
        [.. Sessions.Select((date, i) => (date, conditions.Length == 0 ? "close > 1" : conditions[i]))];

    /// <param name="members">The place of a session and a symbol each.</param>
    private static ILookup<DateOnly, string> Members(params string[] members) =>
        members.Select(m => m.Split(' ')).ToLookup(m => Sessions[int.Parse(m[0], System.Globalization.CultureInfo.InvariantCulture)], m => m[1]);
}
