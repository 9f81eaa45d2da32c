using System.Globalization;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Model;

public class SessionSlotsTests
{
    private static readonly SessionCalendar Calendar = new([], new Dictionary<DateOnly, TimeOnly> { [new(2024, 1, 3)] = new(14, 30) });

    [Theory]
    [InlineData("09:30", 0)]
    [InlineData("09:34:59", 0)]
    [InlineData("09:35", 1)]
    [InlineData("10:00", 6)]
    [InlineData("12:55", 41)]
    [InlineData("15:55", 77)]
    [InlineData("16:00", 78)]
    [InlineData("09:29:59", -1)]
    [InlineData("04:00", -66)]
    public void A_time_of_the_exchange_is_in_a_slot(string time, int slot)
    {
        SessionSlots.Of(TimeOnly.Parse(time, CultureInfo.InvariantCulture)).ShouldBe(slot);
        if (slot >= 0) SessionSlots.Of(SessionSlots.Begin(slot)).ShouldBe(slot);
    }

    [Theory]
    [InlineData("2024-07-02", 78)]
    [InlineData("2024-07-03", 42)] // the day before Independence Day
    [InlineData("2024-11-29", 42)] // the day after Thanksgiving
    [InlineData("2024-03-08", 78)] // the clock changes on the Sunday after it
    [InlineData("2024-01-03", 60)] // closed early outside the rules
    public void A_session_has_the_slots_until_its_close(string session, int count) =>
        SessionSlots.Count(Calendar, DateOnly.Parse(session, CultureInfo.InvariantCulture)).ShouldBe(count);

    [Theory]
    [InlineData("AAA", "2024-05-31", 8)] // before both splits
    [InlineData("AAA", "2024-06-10", 2)] // the ex-date of the first trades without it
    [InlineData("AAA", "2024-06-19", 2)]
    [InlineData("AAA", "2024-06-20", 1)]
    [InlineData("BBB", "2024-06-07", 0.1)]
    [InlineData("CCC", "2024-06-07", 1)] // a dividend is no split
    [InlineData("DDD", "2024-06-07", 6)] // two of one day
    public void A_price_is_divided_by_the_ratios_of_later_splits(string symbol, string session, double factor)
    {
        var factors = new SplitFactors([
            Split("AAA", "2024-06-20", 2), Split("AAA", "2024-06-10", 4), Split("BBB", "2024-06-10", 0.1), Split("DDD", "2024-06-10", 2),
            Split("DDD", "2024-06-10", 3), Split("CCC", "2024-06-10", 5) with { Kind = ActionKind.Dividend },
        ]);
        factors.Of(symbol, Day.Of(DateOnly.Parse(session, CultureInfo.InvariantCulture))).ShouldBe(factor);
    }

    private static CorporateAction Split(string symbol, string date, double ratio) =>
        new(symbol, DateOnly.Parse(date, CultureInfo.InvariantCulture), ActionKind.Split, ratio, "test");
}
