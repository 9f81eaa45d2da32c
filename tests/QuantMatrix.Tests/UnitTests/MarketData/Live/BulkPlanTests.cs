using System.Globalization;
using QuantMatrix.MarketData.Providers;
using QuantMatrix.Model;
using static QuantMatrix.Tests.UnitTests.MarketData.Live.Responses;

namespace QuantMatrix.Tests.UnitTests.MarketData.Live;

public class BulkPlanTests
{
    private const string Night = "2025-03-07 2025-03-21"; // 11 sessions, of which the first is left out

    [Theory]
    [InlineData("517 of " + Night, 10, 12)]
    [InlineData("7 of " + Night, 10, 12)]
    [InlineData("6 of " + Night, 0, 12)]
    [InlineData("20 of " + Night + ", 1 of 2024-06-03 2025-03-21", 10, 14)]
    [InlineData("20 of " + Night + ", 9 of 2025-02-21 2025-03-21", 20, 22)]
    [InlineData("20 of 2025-03-21 2025-03-21", 0, 40)]
    public void Files_are_read_for_the_symbols_and_sessions_where_they_save_calls(string requests, int files, int calls)
    {
        var asked = requests.Split(", ").SelectMany((group, g) => Group(group, g)).ToList();

        var plan = BulkPlan.Of(asked, _ => 2, perSession: 1, fixedCalls: 2);

        (plan?.Sessions.Count ?? 0, plan?.Calls ?? asked.Count * 2).ShouldBe((files, calls));
        if (plan is not null) plan.Sessions[^1].ShouldBe(Date("2025-03-21"));
    }

    [Fact]
    public void A_holiday_has_no_file() =>
        BulkPlan.Of(Group("50 of 2025-04-14 2025-04-22", 0), _ => 2, 1, 2)!.Sessions
            .ShouldBe([Date("2025-04-15"), Date("2025-04-16"), Date("2025-04-17"), Date("2025-04-21"), Date("2025-04-22")]);

    [Fact]
    public void A_history_with_actions_is_not_read_from_files()
    {
        var whole = Group("50 of " + Night, 0).ConvertAll(r => r with { WithActions = true });
        var plan = BulkPlan.Of([.. Group("50 of " + Night, 1), .. whole], _ => 2, 1, 2)!;

        (plan.Requests.Count, plan.Calls).ShouldBe((50, 112));
        whole.ShouldAllBe(r => !plan.Serves(r));
        var served = plan.Requests.Values.First();
        (plan.Serves(served with { Currency = "CAD" }), plan.Serves(served with { WithActions = true }), plan.Serves(served with { To = Date("2025-03-20") }))
            .ShouldBe((true, false, false));
    }

    private static List<BarRequest> Group(string text, int group)
    {
        var words = text.Split(' ');
        return [.. Enumerable.Range(0, int.Parse(words[0], CultureInfo.InvariantCulture))
            .Select(i => Asked($"G{group}X{i}", words[2], words[3]))];
    }
}
