using System.Globalization;
using System.Text;
using QuantMatrix.MarketData.Parsing;

namespace QuantMatrix.Tests.UnitTests.MarketData;

public class StampTextTests
{
    [Theory]
    [InlineData("2025-06-16 09:35", "2025-06-16 09:35:00")]
    [InlineData("2025-06-16 09:35:07", "2025-06-16 09:35:07")]
    [InlineData("2025-06-16T09:35:00", "2025-06-16 09:35:00")]
    [InlineData("2025-06-16T09:35:00.250", "2025-06-16 09:35:00")]
    [InlineData("2025-06-16T13:35:00Z", "2025-06-16 09:35:00")] // daylight saving time
    [InlineData("2025-01-16T14:35:00Z", "2025-01-16 09:35:00")] // standard time
    [InlineData("2025-06-16 09:35:00-04:00", "2025-06-16 09:35:00")]
    [InlineData("2025-06-16T22:35+09:00", "2025-06-16 09:35:00")]
    [InlineData("1750080900", "2025-06-16 09:35:00")]
    [InlineData("1750080900000", "2025-06-16 09:35:00")]
    [InlineData("1750080900000000", "2025-06-16 09:35:00")]
    [InlineData("1750080900000000000", "2025-06-16 09:35:00")]
    public void A_stamp_is_a_time_of_the_exchange(string text, string expected)
    {
        StampText.TryParse(Encoding.UTF8.GetBytes(text), out var time).ShouldBeTrue();
        time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture).ShouldBe(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2025-06-16")]
    [InlineData("20250616")]
    [InlineData("2025-06-31 09:35")]
    [InlineData("2025-06-16 24:35")]
    [InlineData("16.06.2025 09:35")]
    [InlineData("-1750080900")]
    [InlineData("17500809")]
    [InlineData("2025-06-16 09:35 and something that is longer than any time")]
    public void Another_text_is_not_a_time(string text) => StampText.TryParse(Encoding.UTF8.GetBytes(text), out _).ShouldBeFalse();
}
