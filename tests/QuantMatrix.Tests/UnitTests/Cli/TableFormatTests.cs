using System.Data.Common;
using System.Data;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Apache.Arrow;
using QuantMatrix.Batch.Cli.Output;
using QuantMatrix.Batch.Cli;
using QuantMatrix.Batch.Composition;

namespace QuantMatrix.Tests.UnitTests.Cli;

public sealed class TableFormatTests
{
    [Fact]
    public void Csv_keeps_null_and_empty_text_apart_and_quotes_what_needs_it() => Text("csv").ShouldBe(
        "symbol,date,close,volume,flag,big\r\n" +
        "AAPL,2018-02-07,0.1,3000000000,true,5\r\n" +
        "\"say \"\"hi\"\",\nnow\",,NaN,,false,\r\n" +
        "\"\",2018-02-08,,-1,,\r\n");

    [Fact]
    public void Json_holds_numbers_in_round_trip_form_and_null_for_what_it_cannot_say()
    {
        var rows = JsonDocument.Parse(Text("json")).RootElement;
        rows.GetArrayLength().ShouldBe(3);
        rows[0].GetRawText().ShouldBe("""{"symbol":"AAPL","date":"2018-02-07","close":0.1,"volume":3000000000,"flag":true,"big":5}""");
        rows[1].GetRawText().ShouldBe("""{"symbol":"say \"hi\",\nnow","date":null,"close":null,"volume":null,"flag":false,"big":null}""");
    }

    [Fact]
    public void Markdown_escapes_bars_and_line_breaks() => Text("md").ShouldBe(
        "| symbol | date | close | volume | flag | big |\n" +
        "| --- | --- | --: | --: | --- | --: |\n" +
        "| AAPL | 2018-02-07 | 0.10 | 3000000000 | true | 5 |\n" +
        "| say \"hi\", now |  | NaN |  | false |  |\n" +
        "|  | 2018-02-08 |  | -1 |  |  |\n");

    [Fact]
    public void Lines_show_one_column_each() => Text("line").ShouldStartWith(
        "symbol  AAPL\ndate    2018-02-07\nclose   0.10\nvolume  3000000000\nflag    true\nbig     5\n\nsymbol  say \"hi\",\\u000Anow\ndate    NULL\n");

    [Fact]
    public void A_table_names_null_and_counts_its_rows()
    {
        var text = Text("table");
        text.ShouldContain("│ 2018-02-07 │  0.10 │ 3000000000 │");
        text.ShouldContain("NULL");
        text.ShouldContain("NaN");
        text.ShouldEndWith("3 rows\n");
    }

    [Fact]
    public void Numbers_look_the_same_whatever_the_culture()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = ",", NegativeSign = "~" } };
        try
        {
            Text("csv").ShouldContain(",0.1,");
            Text("csv").ShouldContain(",-1,");
            Text("table").ShouldContain(" 0.10 ");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void An_answer_without_rows_is_an_empty_list()
    {
        using var table = new DataTable();
        table.Columns.Add("x", typeof(int));
        Text(table, "json").ShouldBe("[\n]\n");
    }

    private static string Text(string format)
    {
        using var table = new DataTable();
        table.Columns.Add("symbol", typeof(string));
        table.Columns.Add("date", typeof(DateOnly));
        table.Columns.Add("close", typeof(double));
        table.Columns.Add("volume", typeof(long));
        table.Columns.Add("flag", typeof(bool));
        table.Columns.Add("big", typeof(BigInteger));
        table.Rows.Add("AAPL", new DateOnly(2018, 2, 7), 0.1, 3_000_000_000, true, new BigInteger(5));
        table.Rows.Add("say \"hi\",\nnow", null, double.NaN, null, false, null);
        table.Rows.Add("", new DateOnly(2018, 2, 8), null, -1, null, null);
        return Text(table, format);
    }

    private static string Text(DataTable table, string format)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var writer = new TableWriter(TableOptions.Read(new ColumnsCommand { Format = format }, terminal: null), output);
        using var rows = new QueryRows(new TableSql(table), "", CancellationToken.None);
        writer.Write(ResultTable.Read(rows));
        writer.Complete();
        return output.ToString();
    }

    private sealed class TableSql(DataTable table) : ISqlConnection
    {
        public DbDataReader Query(string sql, CancellationToken ct = default) => table.CreateDataReader();

        public void Export(string sql, string file, CancellationToken ct) => throw new NotSupportedException();

        public void Add(string name, IReadOnlyList<RecordBatch> batches) => throw new NotSupportedException();

        public void Dispose() { }
    }
}
