using Microsoft.Data.Analysis;
using QuantMatrix.Batch.Cli;
using QuantMatrix.Batch.Cli.Output;
using QuantMatrix.Batch.Config;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Cli;

public sealed class TableWriterTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(80)]
    [InlineData(200)]
    public void A_table_of_many_columns_fits_the_terminal_and_counts_what_is_left_out(int width)
    {
        var lines = Text(new(), Wide(3, 100), width).Split('\n');
        var shown = lines[1].Split('│').Length - 2;
        lines.Max(TextWidth.Of).ShouldBeInRange(width - 20, width);
        lines[1].ShouldStartWith("│ symbol │");
        lines[^3].ShouldBe($"+{101 - shown} columns: --columns, --format line");
        lines[^2].ShouldBe("3 rows");
    }

    [Fact]
    public void Wide_characters_keep_the_borders_in_line()
    {
        var names = new StringDataFrameColumn("name", ["AAPL", "日本株式", "e\u0301té", "🚀"]);
        var table = new DataFrame(names, new Int64DataFrameColumn("n", [1, 22, 3, 4]));
        Text(new(), table, width: null).ShouldBe("""
            ╭──────────┬────╮
            │ name     │  n │
            ├──────────┼────┤
            │ AAPL     │  1 │
            │ 日本株式 │ 22 │
            │ été      │  3 │
            │ 🚀       │  4 │
            ╰──────────┴────╯
            4 rows

            """.Replace("été", "e\u0301té", StringComparison.Ordinal));
        Text(new(), new(new StringDataFrameColumn("name", [new string('株', 50)])), width: 30).ShouldContain($"│ {new string('株', 12)}…  │");
    }

    [Fact]
    public void Control_characters_of_the_data_do_not_reach_the_terminal() =>
        Text(new(), new(new StringDataFrameColumn("a\u001B", ["\u001B[2J\ttab\nline"])), width: 80).ShouldNotContain(c => c != '\n' && char.IsControl(c));

    [Theory]
    [InlineData(40, false, 80, 40, "40 rows")]
    [InlineData(152_127, false, 80, 40, "152,127 rows, 40 shown (--all)")]
    [InlineData(50, true, 80, 50, "50 rows")]
    [InlineData(50, false, null, 50, "50 rows")]
    public void A_fitted_table_shows_forty_rows(int rows, bool all, int? width, int shown, string last)
    {
        var lines = Text(new() { All = all }, Wide(rows, 1), width).Split('\n');
        lines.Length.ShouldBe(shown + 6);
        lines[^2].ShouldBe(last);
    }

    [Fact]
    public void The_width_and_the_columns_are_options()
    {
        Text(new() { Width = "25" }, Wide(1, 9), width: null).Split('\n')[1].ShouldBe("│ symbol │  c1 │  c2 │");
        Text(new() { Columns = "C2,symbol", Format = "csv" }, Wide(1, 9), width: 80).ShouldBe("c2,symbol\r\n2.5,S0\r\n");
        Should.Throw<UsageException>(() => Text(new() { Columns = "symbl,c2" }, Wide(1, 9), width: 80))
            .Message.ShouldBe("--columns: unknown column 'symbl'; did you mean 'symbol'?");
    }

    [Theory]
    [InlineData("xlsx", null, null, null, false, "--format xlsx is for files; expected --out FILE")]
    [InlineData("cvs", null, null, null, false, "--format cvs: unknown format; did you mean 'csv'?")]
    [InlineData("json", null, "", "0", true,
        "--width 0: expected a whole number from 20|--columns: expected names, like symbol,close,rsi_14|--bom applies only to csv")]
    [InlineData(null, null, "a,A", null, false, "--columns: 'a' is named twice")]
    public void Wrong_options_are_reported_together(string? format, string? file, string? columns, string? width, bool bom, string faults)
    {
        var command = new ColumnsCommand { Format = format, Out = file, Columns = columns, Width = width, Bom = bom };
        Should.Throw<UsageException>(() => TableOptions.Read(command, 80)).Message.ShouldBe(faults.Replace('|', '\n'));
    }

    [Fact]
    public void A_file_appears_when_it_is_complete_and_is_replaced_only_on_purpose()
    {
        var file = folder["rows.csv"];
        Text(new() { Out = file, Bom = true }, Wide(2, 1), width: 80).ShouldBeEmpty();
        File.ReadAllBytes(file).ShouldBe([0xEF, 0xBB, 0xBF, .. "symbol,c1\r\nS0,1.5\r\nS1,1.5\r\n"u8]);
        Should.Throw<UsageException>(() => Text(new() { Out = file }, Wide(1, 1), width: 80))
            .Message.ShouldBe($"--out {file}: the file exists; add --overwrite to replace it");
        Should.Throw<UsageException>(() => Text(new() { Out = file, Overwrite = true, Columns = "x" }, Wide(1, 1), width: 80));
        File.ReadAllText(file).ShouldContain("S1");
        Text(new() { Out = file, Overwrite = true, Format = "json" }, Wide(1, 1), width: 80);
        File.ReadAllText(file).ShouldBe("[\n{\"symbol\":\"S0\",\"c1\":1.5}\n]\n");
        Directory.GetFiles(folder.Path).ShouldBe([file]);
        Should.Throw<ConfigurationException>(() => Text(new() { Out = folder["no/rows.csv"] }, Wide(1, 1), width: 80))
            .Message.ShouldStartWith($"--out {folder["no/rows.csv"]}: cannot write: ");
    }

    private static string Text(ColumnsCommand command, DataFrame frame, int? width)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var writer = new TableWriter(TableOptions.Read(command, width), output);
        writer.Write(new ResultTable(frame));
        writer.Complete();
        return output.ToString();
    }

    /// <summary>Columns symbol, c1, c2 … of as many rows.</summary>
    private static DataFrame Wide(int rows, int columns) => new([
        new StringDataFrameColumn("symbol", Enumerable.Range(0, rows).Select(r => $"S{r}")),
        .. Enumerable.Range(1, columns).Select(c => new DoubleDataFrameColumn($"c{c}", Enumerable.Repeat(c + 0.5, rows))),
    ]);
}
