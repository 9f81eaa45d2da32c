using QuantMatrix.Report;

namespace QuantMatrix.Tests.UnitTests.Report;

/// <summary>Numbers as the pages write them.</summary>
public class FiguresTests
{
    [Theory]
    [InlineData(1.26, 1, "+1.3")]
    [InlineData(-1.26, 1, "−1.3")]
    [InlineData(0.04, 1, "0.0")]
    [InlineData(-0.04, 1, "0.0")]
    [InlineData(1234567.0, 0, "+1,234,567")]
    [InlineData(0.0, 2, "0.00")]
    public void A_change_has_a_sign_unless_it_rounds_to_zero(double value, int digits, string text) => Figures.Signed(value, digits).ShouldBe(text);

    [Theory]
    [InlineData(0.06, "up")]
    [InlineData(-0.06, "dn")]
    [InlineData(0.04, "")]
    [InlineData(null, "")]
    public void Only_a_visible_change_has_a_direction(double? value, string direction) => Figures.Direction(value, 1).ShouldBe(direction);

    [Theory]
    [InlineData(0.1234, "0.1234")]
    [InlineData(1.0, "1.00")]
    [InlineData(1234.5, "1,234.50")]
    [InlineData(null, "–")]
    public void A_price_below_one_has_four_decimals(double? value, string text) => Figures.Price(value).ShouldBe(text);

    [Fact]
    public void A_missing_number_is_a_dash_everywhere() =>
        new[] { Figures.Plain(null, 1), Figures.Signed(null, 1), Figures.Count(null), Figures.Day(null), Figures.Iso(null) }.ShouldAllBe(text => text == "–");

    [Fact]
    public void A_row_without_the_column_has_no_value_and_an_infinite_number_is_none()
    {
        var row = new ReportTable(["a", "b"], [[double.PositiveInfinity, "x"]]).Rows.First();
        row.Number("a").ShouldBeNull();
        row.Number("b").ShouldBeNull();
        row.Number("c").ShouldBeNull();
        row.Text("c").ShouldBe("");
    }
}
