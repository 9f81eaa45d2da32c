using QuantMatrix.Lake;

namespace QuantMatrix.Tests.UnitTests.Lake;

public sealed class SqlStatementTests
{
    [Theory]
    [InlineData("SELECT 1", "SELECT 1")]
    [InlineData("SELECT 1;", "SELECT 1;")]
    [InlineData(" SELECT 1 ;\nSELECT 2", "SELECT 1;|SELECT 2")]
    [InlineData(";;  ; -- nothing\n/* ; */", "")]
    [InlineData("SELECT ';', 'it''s;'; SELECT 2", "SELECT ';', 'it''s;';|SELECT 2")]
    [InlineData("SELECT \"a;\"\"b\"; SELECT 2", "SELECT \"a;\"\"b\";|SELECT 2")]
    [InlineData("SELECT E'\\';' ; SELECT 2", "SELECT E'\\';';|SELECT 2")]
    [InlineData("SELECT note'\\'; SELECT 2", "SELECT note'\\';|SELECT 2")]     // the letter before the quote belongs to a word
    [InlineData("SELECT $$;$$, $t$;$$;$t$; SELECT 2", "SELECT $$;$$, $t$;$$;$t$;|SELECT 2")]
    [InlineData("SELECT 1 -- ; no\n; SELECT 2", "SELECT 1 -- ; no;|SELECT 2")]
    [InlineData("SELECT 1 /* ; /* ; */ ; */; SELECT 2", "SELECT 1 /* ; /* ; */ ; */;|SELECT 2")]
    [InlineData("SELECT 1 -- it's\rFROM t; SELECT 2", "SELECT 1 -- it's\rFROM t;|SELECT 2")]     // a carriage return ends a comment too
    [InlineData("-- a\rCOPY (SELECT 1) TO 'x'; -- b\nSELECT 2", "COPY (SELECT 1) TO 'x';|SELECT 2")]
    [InlineData("/* /* */ SELECT */ COPY (SELECT 1) TO 'x'", "COPY (SELECT 1) TO 'x'")]
    [InlineData("SELECT 'open; SELECT 2", "SELECT 'open; SELECT 2")]
    [InlineData("SELECT /* open; SELECT 2", "SELECT /* open; SELECT 2")]
    public void Statements_end_at_semicolons_outside_strings_names_and_comments(string sql, string statements) =>
        string.Join('|', SqlStatement.Split(sql).Select(s => s.Text + (s.IsComplete ? ";" : ""))).ShouldBe(statements);

    [Fact]
    public void A_statement_has_the_line_on_which_its_first_word_stands() =>
        SqlStatement.Split("-- title\n\nSELECT 1;\n-- next\nSELECT\n2; SELECT 3").Select(s => s.Line).ShouldBe([3, 5, 6]);
}
