using CsCheck;
using QuantMatrix.Report.Charts;

namespace QuantMatrix.Tests.UnitTests.Report;

/// <summary>The compact form of series; <c>ReportPageTests</c> decodes it with the page's script.</summary>
public class SeriesCodeTests
{
    [Theory]
    [InlineData(new double[0], "")]
    [InlineData(new[] { 0.0 }, "#")]
    [InlineData(new[] { double.NaN }, "!")]
    [InlineData(new[] { 0.01, 0.01, 0.0 }, "%#$")]
    public void Small_differences_take_one_character(double[] values, string code) => SeriesCode.Of(values, 2).ShouldBe(code);

    [Fact]
    public void Every_series_survives_the_round_trip() =>
        Gen.Long[-1_000_000_000_000, 1_000_000_000_000].Array.Sample(values => Decoded(SeriesCode.Of(values)).ShouldBe(values.Select(v => (long?)v)));

    [Fact]
    public void A_missing_value_leaves_the_difference_to_the_value_before() =>
        Decoded(SeriesCode.Of([1.5, double.NaN, 1.6], 1)).ShouldBe([15, null, 16]);

    [Fact]
    public void The_code_needs_no_escape_in_HTML_or_JSON()
    {
        var code = SeriesCode.Of(Enumerable.Range(-5000, 10_000).Select(i => (long)i * i * i));
        code.ShouldAllBe(c => c > ' ' && c < 127 && !"\"&'<>\\".Contains(c));
    }

    [Theory]
    [InlineData(new[] { 1.5, 2.25 }, 2)]
    [InlineData(new[] { 1.5, 2.255 }, 3)]
    [InlineData(new[] { 1.0 / 3 }, 4)]
    [InlineData(new[] { double.NaN, 10.0 }, 2)]
    public void Prices_get_the_decimals_they_need_up_to_a_limit(double[] values, int decimals) => SeriesCode.Decimals(values, 4).ShouldBe(decimals);

    /// <summary>A second reading of the form, written from its description.</summary>
    private static List<long?> Decoded(string code)
    {
        var digits = Enumerable.Range(33, 94).Select(c => (char)c).Where(c => !"\"&'<>\\".Contains(c)).ToList();
        var (values, last) = (new List<long?>(), 0L);
        for (var i = 0; i < code.Length; i++)
        {
            var (number, weight, digit) = (0L, 1L, digits.IndexOf(code[i]));
            for (; digit >= 44; digit = digits.IndexOf(code[++i]))
            {
                number += (digit - 44) * weight;
                weight *= 44;
                number += weight;
            }
            number += digit * weight;
            values.Add(number == 0 ? null : last += (number - 1) % 2 == 0 ? (number - 1) / 2 : -(number / 2));
        }
        return values;
    }
}
