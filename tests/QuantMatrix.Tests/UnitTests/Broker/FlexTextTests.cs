using System.Globalization;
using QuantMatrix.Broker.Flex.Reader;

namespace QuantMatrix.Tests.UnitTests.Broker;

public class FlexTextTests
{
    [Theory]
    [InlineData("20240131", "2024-01-31 00:00:00")]
    [InlineData("2024-01-31", "2024-01-31 00:00:00")]
    [InlineData("01/31/2024", "2024-01-31 00:00:00")]
    [InlineData("31-JAN-24", "2024-01-31 00:00:00")]
    [InlineData("05-Oct-11", "2011-10-05 00:00:00")]
    [InlineData("20240131;093005", "2024-01-31 09:30:05")]
    [InlineData("20240131,093005", "2024-01-31 09:30:05")]
    [InlineData("20240131 093005", "2024-01-31 09:30:05")]
    [InlineData("2013-03-05, 19:45:00", "2013-03-05 19:45:00")]
    [InlineData("2024-01-31T09:30:05", "2024-01-31 09:30:05")]
    [InlineData("01/31/2024;09:30:05", "2024-01-31 09:30:05")]
    [InlineData("31-JAN-24 09:30:05", "2024-01-31 09:30:05")]
    [InlineData("20240131;093005 EST", "2024-01-31 09:30:05")]
    public void A_date_and_its_time_are_read_in_every_format(string text, string clock)
    {
        FlexText.TryClock(text, DayOrder.MonthFirst, out var found).ShouldBeTrue();
        found.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture).ShouldBe(clock);
        FlexText.TryDate(text, DayOrder.MonthFirst, out var date).ShouldBeTrue();
        date.ShouldBe(DateOnly.FromDateTime(found));
    }

    [Theory]
    [InlineData("20240231")]
    [InlineData("13/31/2024")]
    [InlineData("tomorrow")]
    [InlineData("20240131;250000")]
    [InlineData("20240131;noon")]
    [InlineData("240131")]
    [InlineData("")]
    public void An_invalid_date_is_rejected(string text)
    {
        FlexText.TryClock(text, DayOrder.MonthFirst, out _).ShouldBeFalse();
        FlexText.TryDate(text, DayOrder.MonthFirst, out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("1,234,567.89", "1234567.89")]
    [InlineData("-0.00005528", "-0.00005528")]
    [InlineData(".5", "0.5")]
    [InlineData("-1.5E-7", "-0.00000015")]
    [InlineData("30.702569078", "30.702569078")]
    public void An_amount_is_exact(string text, string amount)
    {
        FlexText.TryNumber(text, out var found).ShouldBeTrue();
        found.ShouldBe(decimal.Parse(amount, CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("12 shares")]
    [InlineData("0x10")]
    [InlineData("NaN")]
    [InlineData("1.2.3")]
    public void An_invalid_amount_is_rejected(string text) => FlexText.TryNumber(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("-")]
    [InlineData("--")]
    [InlineData("N/A")]
    [InlineData("MULTI")]
    public void Placeholders_are_null(string text) => FlexText.Value(text).ShouldBeNull();
}
