using System.Data;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using QuantMatrix.Batch.Cli.Output;

namespace QuantMatrix.Tests.UnitTests.Graph;

public sealed class ResultTableTests
{
    [Fact]
    public void Csv_keeps_null_and_empty_text_apart_and_quotes_what_needs_it() => Text(TableFormat.Csv).ShouldBe(
        "symbol,date,close,volume,flag,big\r\n" +
        "AAPL,2018-02-07,0.1,3000000000,true,5\r\n" +
        "\"say \"\"hi\"\",\nnow\",,NaN,,false,\r\n" +
        "\"\",2018-02-08,,-1,,\r\n");

    [Fact]
    public void Json_holds_numbers_in_round_trip_form_and_null_for_what_it_cannot_say()
    {
        var rows = JsonDocument.Parse(Text(TableFormat.Json)).RootElement;
        rows.GetArrayLength().ShouldBe(3);
        rows[0].GetRawText().ShouldBe("""{"symbol":"AAPL","date":"2018-02-07","close":0.1,"volume":3000000000,"flag":true,"big":5}""");
        rows[1].GetRawText().ShouldBe("""{"symbol":"say \"hi\",\nnow","date":null,"close":null,"volume":null,"flag":false,"big":null}""");
    }

    [Fact]
    public void A_table_names_null_and_counts_its_rows()
    {
        var text = Text(TableFormat.Table);
        text.ShouldContain("│ AAPL      │ 2018-02-07 │   0.1 │ 3000000000 │");
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
            Text(TableFormat.Csv).ShouldContain(",0.1,");
            Text(TableFormat.Csv).ShouldContain(",-1,");
            Text(TableFormat.Table).ShouldContain(" 0.1 ");
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
        using var reader = table.CreateDataReader();
        Text(ResultTable.Load(reader), TableFormat.Json).ShouldBe("[\n]\n");
    }

    private static string Text(TableFormat format)
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
        using var reader = table.CreateDataReader();
        return Text(ResultTable.Load(reader), format);
    }

    private static string Text(ResultTable table, TableFormat format)
    {
        using var output = new StringWriter { NewLine = "\n" };
        table.Write(output, format, terminal: false);
        return output.ToString();
    }
}
