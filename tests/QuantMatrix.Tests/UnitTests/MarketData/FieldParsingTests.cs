using System.Globalization;
using System.Text;
using CsCheck;
using QuantMatrix.MarketData.Parsing;

namespace QuantMatrix.Tests.UnitTests.MarketData;

public class FieldParsingTests
{
    [Theory]
    [InlineData("2017-01-03", "2017-01-03")]
    [InlineData("2017-01-03T16:00:00Z", "2017-01-03")]
    [InlineData("2017-01-03 00:00:00-05:00", "2017-01-03")]
    [InlineData("20170103", "2017-01-03")]
    [InlineData("20170103 00:00", "2017-01-03")]
    [InlineData("1/3/2017", "2017-01-03")]
    [InlineData("01/03/2017", "2017-01-03")]
    [InlineData("12/31/2017 4:00:00 PM", "2017-12-31")]
    [InlineData("01/03/17", "2017-01-03")]
    [InlineData("1/3/90", "1990-01-03")]
    [InlineData("2/29/2024", "2024-02-29")]
    [InlineData("2017-1-3", "2017-01-03")]
    [InlineData("2017/01/03", "2017-01-03")]
    [InlineData("2017.1.3 16:00", "2017-01-03")]
    [InlineData("03-Jan-2017", "2017-01-03")]
    [InlineData("3-JAN-17", "2017-01-03")]
    [InlineData("03JAN2017", "2017-01-03")]
    [InlineData("Jan 3, 2017", "2017-01-03")]
    [InlineData("January 3 2017", "2017-01-03")]
    [InlineData("Sept 5, 2017", "2017-09-05")]
    [InlineData("Tue, 03 Jan 2017 00:00:00 GMT", "2017-01-03")]
    [InlineData("2017-Jan-03", "2017-01-03")]
    [InlineData("1483401600", "2017-01-03")] // midnight UTC
    [InlineData("1483453800", "2017-01-03")] // the open in New York
    [InlineData("1483419600000", "2017-01-03")] // midnight in New York
    [InlineData("1483401600000000", "2017-01-03")]
    [InlineData("1483401600000000000", "2017-01-03")]
    [InlineData("1483401600.0", "2017-01-03")]
    [InlineData("-157852800", "1964-12-31")]
    public void A_date_is_parsed_in_every_common_form_and_the_time_of_day_is_ignored(string text, string date)
    {
        DateText.TryParse(Encoding.UTF8.GetBytes(text), out var parsed).ShouldBeTrue();
        parsed.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture).ShouldBe(date);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2017-02-29")]
    [InlineData("2017-13-01")]
    [InlineData("2017-01-03x")]
    [InlineData("2017-01-03 noon")]
    [InlineData("13/1/2017")]
    [InlineData("1/3/201")]
    [InlineData("1//2017")]
    [InlineData("/1/2017")]
    [InlineData("1/3/2017/4")]
    [InlineData("20171301")]
    [InlineData("00000101")]
    [InlineData("2017-3")]
    [InlineData("2017-1-32")]
    [InlineData("2017/01-03")]
    [InlineData("14834016000")]
    [InlineData("201701031600")]
    [InlineData("20170103160000")]
    [InlineData("1483401600.x")]
    [InlineData("Jan 3")]
    [InlineData("3 Jam 2017")]
    [InlineData("31-Feb-2017")]
    [InlineData("3-Jan-2017-4")]
    [InlineData("Jan 2017")]
    [InlineData("3 Jan Feb 2017")]
    [InlineData("45659")]
    public void Any_other_text_is_not_a_date(string text) => DateText.TryParse(Encoding.UTF8.GetBytes(text), out _).ShouldBeFalse();

    [Fact]
    public void A_price_is_rounded_exactly_as_by_the_framework() =>
        Gen.Select(Gen.Long[0, 9_999_999_999_999_999], Gen.Int[0, 16]).Sample((digits, decimals) =>
        {
            var text = WithPoint(digits.ToString(CultureInfo.InvariantCulture), decimals);
            PriceText.TryParse(Encoding.UTF8.GetBytes(text), out var price).ShouldBeTrue();
            BitConverter.DoubleToInt64Bits(price).ShouldBe(BitConverter.DoubleToInt64Bits(double.Parse(text, CultureInfo.InvariantCulture)), text);
        }, iter: 20_000);

    [Theory]
    [InlineData(".5", 0.5)]
    [InlineData("5.", 5)]
    [InlineData("-1.25", -1.25)]
    [InlineData("1e3", 1000)]
    [InlineData("000000000000000001", 1)]
    [InlineData("1e999", double.PositiveInfinity)]
    [InlineData("inf", double.PositiveInfinity)]
    [InlineData("-Inf", double.NegativeInfinity)]
    [InlineData("NaN", double.NaN)]
    public void A_price_may_be_in_any_number_format(string text, double expected)
    {
        PriceText.TryParse(Encoding.UTF8.GetBytes(text), out var price).ShouldBeTrue();
        price.ShouldBe(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("1.2.3")]
    [InlineData("1,234.5")]
    [InlineData("$5")]
    [InlineData("null")]
    public void Any_other_text_is_not_a_price(string text) => PriceText.TryParse(Encoding.UTF8.GetBytes(text), out _).ShouldBeFalse();

    [Theory]
    [InlineData("0", 0)]
    [InlineData("0.00", 0)]
    [InlineData("123.0", 123)]
    [InlineData("1.5e6", 1_500_000)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("-3", -3)]
    [InlineData("12.5", 12)]
    [InlineData("13.5", 14)]
    [InlineData("0.49", 0)]
    [InlineData("123456.83028", 123_457)]
    [InlineData("7e-1", 1)]
    [InlineData("45.21K", 45_210)]
    [InlineData("1.5M", 1_500_000)]
    [InlineData("2B", 2_000_000_000)]
    [InlineData("1,000", 1_000)]
    [InlineData("12,345,678.5", 12_345_678)]
    [InlineData("9223372036854775807.4", long.MaxValue)]
    public void A_volume_is_a_number_rounded_half_to_even_to_whole_shares(string text, long expected)
    {
        VolumeText.Fault(Encoding.UTF8.GetBytes(text), out var volume).ShouldBeNull();
        volume.ShouldBe(expected);
    }

    [Theory]
    [InlineData("", "volume is empty")]
    [InlineData("-0.4", "volume '-0.4' is negative")]
    [InlineData("-1e30", "volume '-1e30' is negative")]
    [InlineData("9223372036854775808", "volume '9223372036854775808' does not fit in 64 bits")]
    [InlineData("9223372036854775807.5", "volume '9223372036854775807.5' does not fit in 64 bits")]
    [InlineData("1e30", "volume '1e30' does not fit in 64 bits")]
    [InlineData("nan", "volume 'nan' is not a finite number")]
    [InlineData("1e999", "volume '1e999' is not a finite number")]
    [InlineData("12,5", "volume '12,5' is not a number")]
    [InlineData("1,0000", "volume '1,0000' is not a number")]
    [InlineData("1234,567", "volume '1234,567' is not a number")]
    [InlineData(",123", "volume ',123' is not a number")]
    [InlineData("1,23x", "volume '1,23x' is not a number")]
    [InlineData("n/a", "volume 'n/a' is not a number")]
    [InlineData("M", "volume 'M' is not a number")]
    [InlineData("-1K", "volume '-1K' is negative")]
    [InlineData("10000000000B", "volume '10000000000B' does not fit in 64 bits")]
    [InlineData("99999999999999999999999999B", "volume '99999999999999999999999999B' does not fit in 64 bits")]
    public void Any_other_volume_is_reported(string text, string reason) => VolumeText.Fault(Encoding.UTF8.GetBytes(text), out _).ShouldBe(reason);

    private static string WithPoint(string digits, int decimals)
    {
        digits = digits.PadLeft(decimals + 1, '0');
        return decimals == 0 ? digits : digits[..^decimals] + "." + digits[^decimals..];
    }
}
