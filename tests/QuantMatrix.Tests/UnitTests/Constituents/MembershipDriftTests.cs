using System.Globalization;
using QuantMatrix.MarketData.Constituents;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Constituents;

public class MembershipDriftTests
{
    private static readonly string[] Members = TrialConstituents.Symbols(100);

    [Theory]
    [InlineData("SP500", 503, 0, 15)]
    [InlineData("SP500", 503, 1, 15)]
    [InlineData("SP500", 503, -30, 15)]
    [InlineData("SP500", 503, 365, 37)]
    [InlineData("SP500", 503, 548, 49)]
    [InlineData("SP500", 503, 20_000, 251)]
    [InlineData("NASDAQ100", 101, 1, 8)]
    [InlineData("NASDAQ100", 101, 548, 23)]
    [InlineData("DOW30", 30, 1, 3)]
    [InlineData("DOW30", 30, 548, 5)]
    [InlineData("SP600", 600, 1, 18)]
    [InlineData("SP600", 600, 365, 47)]
    [InlineData("SP600", 7, 1, 1)]
    public void The_limit_grows_with_the_age_of_the_stored_list(string index, int members, int days, int limit) =>
        MembershipDrift.LimitOf(index, members, days).ShouldBe(limit);

    /// <summary>Columns: removed, added, renamed, plausible on the next day.</summary>
    [Theory]
    [InlineData(0, 0, 0, true)]
    [InlineData(8, 8, 0, true)]
    [InlineData(9, 9, 0, false)]
    [InlineData(9, 0, 0, false)]
    [InlineData(0, 9, 0, false)]
    [InlineData(8, 8, 30, true)]
    [InlineData(9, 9, 30, false)]
    public void Removed_and_added_members_are_limited_each_and_a_new_ticker_is_neither(int removed, int added, int renamed, bool plausible)
    {
        var renames = Members.TakeLast(renamed).Select(m => new Rename(m, m + "X", new(2024, 3, 2))).ToList();
        string[] now = [.. Members[removed..^renamed], .. renames.Select(r => r.To), .. TrialConstituents.Symbols(100 + added)[100..]];
        var drift = MembershipDrift.Of(Members, new("NASDAQ100", SymbolMembers.Of(now), "wikipedia"), renames, 1);
        (drift.Removed, drift.Added, drift.IsPlausible).ShouldBe((removed, added, plausible));
    }

    [Fact]
    public void Without_stored_members_every_list_is_plausible() =>
        MembershipDrift.Of([], new("NASDAQ100", SymbolMembers.Of(Members), "wikipedia"), [], 0).IsPlausible.ShouldBeTrue();

    /// <summary>Every window of the real changes fits; the limit of a year or more is less than twice the largest real change.</summary>
    [FixtureTheory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(30)]
    [InlineData(91)]
    [InlineData(182)]
    [InlineData(365)]
    [InlineData(548)]
    [InlineData(730)]
    [InlineData(1461)]
    public void The_real_changes_of_the_SP500_since_2019_are_plausible(int days)
    {
        var changes = SnapshotTests.RealChanges();
        var largest = changes.Max(first => Largest([.. changes.Where(c => c.Date >= first.Date && c.Date.DayNumber < first.Date.DayNumber + days)]));
        var limit = MembershipDrift.LimitOf("SP500", 503, days);
        largest.ShouldBeLessThanOrEqualTo(limit);
        if (days >= 365) limit.ShouldBeLessThan(2 * largest);
    }

    private static int Largest(IReadOnlyList<(DateOnly Date, int Added, int Removed)> window) => Math.Max(window.Sum(c => c.Added), window.Sum(c => c.Removed));

    /// <summary>Lists of 100 members on 2024-03-01; columns: only in the first, only in the second, second source, its date, whether they agree.</summary>
    [Theory]
    [InlineData(0, 0, "wikipedia", null, true)]
    [InlineData(1, 1, "wikipedia", null, true)]
    [InlineData(2, 2, "wikipedia", null, false)]
    [InlineData(0, 2, "wikipedia", null, false)]
    [InlineData(0, 0, "fmp", null, false)]
    [InlineData(0, 0, "file", "2024-02-20", true)]
    [InlineData(0, 0, "file", "2024-01-30", true)]
    [InlineData(0, 0, "file", "2024-01-29", false)]
    [InlineData(0, 0, "file", "2026-08-08", true)]
    public void Lists_agree_when_two_sources_name_the_same_members_at_the_same_time(int first, int second, string source, string? date, bool agree)
    {
        var others = TrialConstituents.Symbols(110)[100..];
        var one = List("fmp", [.. Members[second..], .. others[..first].Select(m => m + "Y")]) with { AsOf = null };
        var two = List(source, [.. Members[first..], .. others[..second]]);
        two = two with { AsOf = date is null ? null : DateOnly.Parse(date, CultureInfo.InvariantCulture) };
        var check = new MembershipCheck { Before = Members, AsOf = new(2024, 3, 1) };
        check.Agree(one, two).ShouldBe(agree);
        check.Agree(two, one).ShouldBe(agree);
    }

    /// <summary>One source may still name the old tickers.</summary>
    [Fact]
    public void A_ticker_change_is_no_disagreement()
    {
        Rename[] renames = [.. Members[..5].Select(m => new Rename(m, m + "X", new(2024, 3, 1)))];
        var (old, changed) = (List("fmp", Members), List("wikipedia", [.. Members[5..], .. renames.Select(r => r.To)]));
        var check = new MembershipCheck { Before = Members, AsOf = new(2024, 3, 1), Renames = renames };
        check.Agree(old, changed).ShouldBeTrue();
        check.Agree(changed, old).ShouldBeTrue();
        (check with { Renames = [] }).Agree(old, changed).ShouldBeFalse();
    }

    private static MemberList List(string source, string[] members) => new("NASDAQ100", SymbolMembers.Of(members), source);
}
