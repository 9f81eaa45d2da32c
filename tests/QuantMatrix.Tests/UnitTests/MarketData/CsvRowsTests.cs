using System.Text;
using QuantMatrix.MarketData.Parsing;

namespace QuantMatrix.Tests.UnitTests.MarketData;

public class CsvRowsTests
{
    [Fact]
    public void A_multiline_field_does_not_shift_line_numbers() =>
        Rows("a,b\n1,\"two\nlines\"\n3,4\n").ShouldBe(["1: a|b", "2: 1|two\nlines", "4: 3|4"]);

    [Fact]
    public void An_unclosed_quote_invalidates_only_its_own_line() =>
        Rows("a,b\n1,\"open\n3,4\n5,6").ShouldBe(["1: a|b", "2: unclosed quote", "3: 3|4", "4: 5|6"]);

    [Fact]
    public void Two_unclosed_quotes_do_not_swallow_the_rows_between() =>
        Rows("a,b,c\n1,\"open,2\n3,4,5\n6,\"open,7\n8,9,10\n")
            .ShouldBe(["1: a|b|c", "2: unclosed quote", "3: 3|4|5", "4: unclosed quote", "5: 8|9|10"]);

    [Fact]
    public void Overlong_quoted_text_counts_as_an_unclosed_quote() =>
        Rows("a,b\n1,\"" + new string('x', 5000) + "\"\n3,4\n").ShouldBe(["1: a|b", "2: unclosed quote", "3: 3|4"]);

    [Fact]
    public void Line_endings_blank_lines_a_byte_order_mark_and_padding_are_ignored() =>
        Rows("\uFEFFa , b\r\n\r\n \t\n1,\"2\" \r\n3,4").ShouldBe(["1: a|b", "4: 1|2", "5: 3|4"]);

    [Fact]
    public void A_quote_inside_a_field_is_text_and_a_doubled_quote_does_not_close() =>
        Rows("a,b\n5\" disk,\"say \"\"x,y\"\"\"\n").ShouldBe(["1: a|b", "2: 5\" disk|say \"\"x,y\"\""]);

    [Fact]
    public void A_row_of_empty_fields_is_a_row() => Rows("a,b\n,\n").ShouldBe(["1: a|b", "2: |"]);

    [Fact]
    public void Unread_fields_are_counted_even_when_quotes_hide_commas() =>
        Rows("a,b,c,d\n1,2,\"x,y\",4\n1,2,3\n", needed: 2).ShouldBe(["1: a|b|c|d", "2: 1|2", "3: found 3 fields; expected 4 as in the header"]);

    /// <summary>Each row as <c>line: fields</c> or <c>line: fault</c>.</summary>
    private static List<string> Rows(string text, int? needed = null)
    {
        var rows = new CsvRows(Encoding.UTF8.GetBytes(text));
        var found = new List<string>();
        while (rows.Next())
        {
            var shown = found.Count == 0 ? rows.FieldCount : Math.Min(rows.FieldCount, needed ?? int.MaxValue);
            var fields = new List<string>();
            for (var i = 0; i < shown; i++) fields.Add(Encoding.UTF8.GetString(rows[i]));
            found.Add($"{rows.Line}: {rows.Fault ?? string.Join('|', fields)}");
            if (found.Count == 1) rows.Expect(rows.FieldCount, needed ?? rows.FieldCount);
        }
        return found;
    }
}
