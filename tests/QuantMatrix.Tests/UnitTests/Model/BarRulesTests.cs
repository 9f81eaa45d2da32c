using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Model;

public class BarRulesTests
{
    private static readonly BarRules Rules = new(new DateOnly(2025, 6, 30));
    private static readonly Bar Good = new(Day.Of(new DateOnly(2024, 3, 4)), 10, 12, 9, 11, double.NaN, 100);

    public static TheoryData<string, Bar> Broken => new()
    {
        { "open 0 is not positive", Good with { Open = 0 } },
        { "high -1 is not positive", Good with { High = -1 } },
        { "low NaN is not finite", Good with { Low = double.NaN } },
        { "close Infinity is not finite", Good with { Close = double.PositiveInfinity } },
        { "adj_close 0 is not positive", Good with { AdjClose = 0 } },
        { "adj_close Infinity is not finite", Good with { AdjClose = double.PositiveInfinity } },
        { "high 9.99 below open 10", Good with { High = 9.99 } },
        { "high 10.5 below close 11", Good with { High = 10.5 } },
        { "low 10.01 above open 10", Good with { Low = 10.01 } },
        { "low 11.5 above close 11", Good with { Open = 12, Low = 11.5 } },
        { "high 8 below open 10", Good with { High = 8, Low = 9 } },
        { "volume -3 is negative", Good with { Volume = -3 } },
        { "date 1949-12-31 is before 1950-01-01", Good with { Day = Day.Of(new DateOnly(1949, 12, 31)) } },
        { "date 2024-03-02 is a Saturday, no session", Good with { Day = Day.Of(new DateOnly(2024, 3, 2)) } },
        { "date 2024-03-03 is a Sunday, no session", Good with { Day = Day.Of(new DateOnly(2024, 3, 3)) } },
        { "date 2025-07-01 is in the future", Good with { Day = Day.Of(new DateOnly(2025, 7, 1)) } },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_rule_is_named_with_its_values(string reason, Bar bar) => Rules.Fault(bar).ShouldBe(reason);

    [Fact]
    public void The_rules_are_kept_by_a_flat_bar_a_bar_without_volume_and_the_last_day_itself()
    {
        Rules.Fault(Good).ShouldBeNull();
        Rules.Fault(Good with { Open = 5, High = 5, Low = 5, Close = 5, Volume = 0, AdjClose = 4.5 }).ShouldBeNull();
        Rules.Fault(Good with { Day = Day.Of(new DateOnly(2025, 6, 30)), Volume = long.MaxValue }).ShouldBeNull();
    }

    [Fact]
    public void A_last_day_beyond_the_calendar_ends_with_the_calendar() =>
        new BarRules(DateOnly.MaxValue).Fault(Good with { Day = Day.Of(SessionCalendar.Last) + 1 }).ShouldBe("date 2100-01-01 is in the future");

    [Fact]
    public void A_repeated_session_names_the_line_of_the_first_and_its_file_when_it_is_another()
    {
        BarRules.Repeated(Good.Day, 12).ShouldBe("date 2024-03-04 repeats line 12");
        BarRules.Repeated(Good.Day, 12, "AAPL.csv").ShouldBe("date 2024-03-04 repeats line 12 of AAPL.csv");
    }
}
