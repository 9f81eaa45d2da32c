using System.Text;
using QuantMatrix.MarketData.Parsing;

namespace QuantMatrix.Tests.UnitTests.MarketData.Folders;

public class NumberFormTests
{
    /// <summary>All prices of a file.</summary>
    [Theory]
    [InlineData("12.5 1234.56 7", nameof(NumberForm.Plain))]
    [InlineData("1.234 2.345", nameof(NumberForm.Plain))] // a lone point is the decimal mark
    [InlineData("1,234.56 987.5", nameof(NumberForm.Point))]
    [InlineData("1,234,567", nameof(NumberForm.Point))]
    [InlineData("1,234 987.5", nameof(NumberForm.Point))]
    [InlineData("$12.50", nameof(NumberForm.Point))]
    [InlineData("1_234.5", nameof(NumberForm.Point))]
    [InlineData("12,5", nameof(NumberForm.Comma))]
    [InlineData("1,234 12,5", nameof(NumberForm.Comma))]
    [InlineData("1.234,56", nameof(NumberForm.Comma))]
    [InlineData("1.234.567", nameof(NumberForm.Comma))]
    public void All_numbers_of_a_file_decide_the_form(string prices, string form)
    {
        Evidence(prices).Fault(out var found).ShouldBeNull();
        found.ToString().ShouldBe(form);
    }

    [Theory]
    [InlineData("1,234 2,345", "numbers are ambiguous: the comma of line 1 '1,234' is a decimal mark or separates thousands; write a decimal point")]
    [InlineData("12.5 12,5", "numbers have two decimal marks: line 1 '12.5', line 2 '12,5'; expected one")]
    public void What_the_numbers_do_not_decide_is_refused(string prices, string fault) => Evidence(prices).Fault(out _).ShouldBe(fault);

    [Theory]
    [InlineData(nameof(NumberForm.Point), "1,234.5", "1234.5")]
    [InlineData(nameof(NumberForm.Point), "$1,234.50", "1234.50")]
    [InlineData(nameof(NumberForm.Point), "12_345_678", "12345678")]
    [InlineData(nameof(NumberForm.Point), "1'234.5", "1234.5")]
    [InlineData(nameof(NumberForm.Point), "-1,234", "-1234")]
    [InlineData(nameof(NumberForm.Comma), "1.234,5", "1234.5")]
    [InlineData(nameof(NumberForm.Comma), "12,5", "12.5")]
    [InlineData(nameof(NumberForm.Comma), "1.234.567", "1234567")]
    [InlineData(nameof(NumberForm.Plain), "1,234", "1,234")]
    [InlineData(nameof(NumberForm.Point), "12,34", "12,34")] // no groups of three: left as it is, and no number
    [InlineData(nameof(NumberForm.Point), "1,2345", "1,2345")]
    [InlineData(nameof(NumberForm.Point), "1234,567", "1234,567")]
    [InlineData(nameof(NumberForm.Point), "1,23,456", "1,23,456")]
    [InlineData(nameof(NumberForm.Point), ",123", ",123")]
    [InlineData(nameof(NumberForm.Comma), "1.23,5", "1.23,5")]
    [InlineData(nameof(NumberForm.Comma), "1,234.5", "1,234.5")]
    [InlineData(nameof(NumberForm.Comma), "93,", "93,")]
    public void A_number_is_converted_to_the_plain_form_only_when_its_groups_are_whole(string form, string text, string plain) =>
        Encoding.UTF8.GetString(Enum.Parse<NumberForm>(form).Plain(Bytes(text), NumberForms.Scratch())).ShouldBe(plain);

    private static NumberEvidence Evidence(string prices)
    {
        var evidence = new NumberEvidence();
        var line = 0;
        foreach (var price in prices.Split(' ')) evidence.Add(Bytes(price), ++line, isPrice: true);
        return evidence;
    }

    /// <summary>An underscore stands for a no-break space.</summary>
    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text.Replace('_', '\u00A0'));
}
