using QuantMatrix.Batch.Cli.Output;

namespace QuantMatrix.Tests.UnitTests.Cli;

public sealed class ColumnFitTests
{
    /// <summary>Name, # for a number, width of the widest cell.</summary>
    [Theory]
    [InlineData("a:5 b:5", 17, "a:5 b:5")]
    [InlineData("a:5 b#5", 16, "a:5")]
    [InlineData("a#5 b#5 c#1", 16, "a#5")]                           // no later column in place of one that does not fit
    [InlineData("a#5 b#5 close#5", 18, "a#5 close#5")]               // priority decides what is shown, the table in which order
    [InlineData("x#5 date#4 y#5 Symbol#4", 25, "x#5 date#4 Symbol#4")]
    [InlineData("a#5 text:90", 40, "a#5 text:28")]                    // cut to what is left
    [InlineData("a#5 text:90", 22, "a#5")]                           // less than twelve says nothing
    [InlineData("text:90 a#5", 40, "text:28 a#5")]                    // half of the width at first, then the rest
    [InlineData("t:30 u:30 a#5", 60, "t:30 u:23")]
    [InlineData("text:90", 40, "text:36")]
    [InlineData("number#90", 40, "number#90")]                        // never cut
    public void Columns_are_fitted_by_priority(string columns, int width, string shown)
    {
        var table = columns.Split(' ').Select(Column).ToList();
        string.Join(' ', ColumnFit.Choose(table, width).Select(c => Text(table[c.Column] with { Width = c.Width }))).ShouldBe(shown);
    }

    private static PrintedColumn Column(string text) => new(text.Split(':', '#')[0], text.Contains('#'), int.Parse(text.Split(':', '#')[1], null));

    private static string Text(PrintedColumn column) => $"{column.Name}{(column.IsNumber ? '#' : ':')}{column.Width}";
}
