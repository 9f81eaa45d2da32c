using System.Globalization;
using QuantMatrix.Batch.Jobs.Flex;
using QuantMatrix.MarketData.Calendar;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Broker;

/// <summary>The days that no statement covers, and nothing else, are asked for.</summary>
public class FlexGapsTests
{
    private static readonly SessionCalendar Calendar = CalendarFiles.Read(Fixtures.Repository);

    /// <summary>Periods of an account, accounts separated by a bar; periods to ask for, newest first.</summary>
    [Theory]
    [InlineData("03-04/03-05 03-06/03-06", "")]
    [InlineData("03-04/03-05 03-08/03-08", "03-06/03-07")]
    [InlineData("03-08/03-08 03-04/03-05", "03-06/03-07")]
    [InlineData("03-07/03-08 03-11/03-11", "")]
    [InlineData("03-07/03-07 03-12/03-12", "03-08/03-11")]
    [InlineData("03-28/03-28 04-01/04-01", "")]
    [InlineData("03-04/03-15 03-05/03-06 03-18/03-18", "")]
    [InlineData("03-04/03-04 03-06/03-06 03-08/03-08", "03-07/03-07 03-05/03-05")]
    [InlineData("03-04/03-04 03-08/03-08|03-04/03-05 03-11/03-11", "03-05/03-08")]
    [InlineData("03-04/03-04 03-06/03-06|03-04/03-06 03-08/03-08", "03-07/03-07 03-05/03-05")]
    [InlineData("03-04/03-04|03-11/03-11", "")]
    [InlineData("03-04/03-04", "")]
    [InlineData("", "")]
    public void A_gap_lies_between_statements_of_one_account(string covered, string asked) =>
        string.Join(' ', FlexGaps.Of(covered.Split('|').Select(Periods), Calendar).Select(d => $"{d.From:MM-dd}/{d.To:MM-dd}")).ShouldBe(asked);

    [Fact]
    public void Of_a_longer_gap_the_newest_365_days_are_asked_for()
    {
        var days = FlexGaps.Of([[(new(2022, 1, 3), new(2022, 1, 3)), (new(2024, 3, 6), new(2024, 3, 6))]], Calendar).ShouldHaveSingleItem();
        (days.From, days.To).ShouldBe((new(2023, 3, 7), new(2024, 3, 5)));
    }

    [Fact]
    public void A_sync_asks_for_the_five_newest_gaps() =>
        FlexGaps.Of([Enumerable.Range(0, 8).Select(i => new DateOnly(2024, 1, 2).AddDays(14 * i)).Select(d => (d, d))], Calendar)
            .Select(d => d.From.ToString("MM-dd", CultureInfo.InvariantCulture)).ShouldBe(["03-27", "03-13", "02-28", "02-14", "01-31"]);

    private static IEnumerable<(DateOnly From, DateOnly To)> Periods(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('/')).Select(p => (Day(p[0]), Day(p[1])));

    private static DateOnly Day(string text) => DateOnly.ParseExact($"2024-{text}", "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
