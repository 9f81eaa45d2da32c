using System.Globalization;
using Microsoft.Data.Analysis;
using QuantMatrix.Batch.Config;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Cli.Output;

/// <summary>The column catalogue as a table, and as Markdown with an introduction: <c>docs/columns.md</c>.</summary>
public static class ColumnsText
{
    private const string Title = """
        # Published columns

        Generated from the column catalogue by `./run.sh columns --format md`; a test fails when this file is out of date.
        **First value at bar** counts bars from 0. **Stable after** is the number of bars after the first value until the seed's weight
        falls below 1e-6; 0 for a plain window. Missing values are NULL. In formulas O, H, L, C and V are the bar's fields, C₋₁ or C[−1] is the
        previous close, and S is a Wilder sum.

        """;

    private const string Intraday = """

        ## Columns of 5-minute bars

        The table `intraday_features` has one row per symbol and session with 5-minute bars, for joins with `features` by (symbol, date). Screens use its
        columns by name; they are NULL without 5-minute bars. Bars are sessions here; O and C are the first and the last price of the session.

        """;

    private static readonly string[] Names = ["name", "unit", "meaning", "formula", "source", "first value at bar", "stable after", "bounds"];

    /// <summary>One row per column.</summary>
    public static DataFrame Frame(IReadOnlyList<Column> columns) => new(
        Text("name", columns, c => c.Name), Text("unit", columns, c => SnakeCase.Of(c.Unit.ToString())), Text("meaning", columns, c => c.Meaning),
        Text("formula", columns, c => c.Formula), Text("source", columns, c => c.Source),
        new Int64DataFrameColumn("first_value_at_bar", columns.Select(c => (long?)c.WarmUp)), Text("awaits", columns, c => c.Awaits),
        new Int64DataFrameColumn("stable_after", columns.Select(c => (long?)c.StableAfter)), Text("differs", columns, c => c.Differs),
        Bound("low", columns, c => c.Bounds?.Low), Bound("high", columns, c => c.Bounds?.High));

    private static StringDataFrameColumn Text(string name, IEnumerable<Column> columns, Func<Column, string?> value) => new(name, columns.Select(value));

    private static DoubleDataFrameColumn Bound(string name, IEnumerable<Column> columns, Func<Column, double?> value) =>
        new(name, columns.Select(c => value(c) is { } bound && double.IsFinite(bound) ? bound : (double?)null));

    /// <param name="intraday">Those of 5-minute bars.</param>
    public static void WriteMarkdown(TextWriter output, IReadOnlyList<Column> columns, IReadOnlyList<Column> intraday)
    {
        output.WriteLine(Title);
        WriteTable(output, columns);
        output.WriteLine(Intraday);
        WriteTable(output, intraday);
        output.WriteLine("\n## Differences from other programs\n");
        foreach (var group in columns.Where(c => c.Differs is not null).GroupBy(c => c.Differs))
            output.WriteLine($"- {string.Join(", ", group.Select(c => c.Name))}: {group.Key}");
    }

    private static void WriteTable(TextWriter output, IReadOnlyList<Column> columns)
    {
        DelimitedText.WriteMarkdown(output, Names);
        DelimitedText.WriteMarkdown(output, Names.Select(_ => "---"));
        foreach (var column in columns) DelimitedText.WriteMarkdown(output, Row(column));
    }

    private static string[] Row(Column column) =>
    [
        column.Name, SnakeCase.Of(column.Unit.ToString()), column.Meaning, column.Formula, column.Source,
        column.Awaits is { } awaited ? $"{Number(column.WarmUp)}, after {awaited}" : Number(column.WarmUp), Number(column.StableAfter), Bounds(column.Bounds),
    ];

    private static string Bounds(Bounds? bounds) => bounds switch
    {
        null => "",
        { High: double.PositiveInfinity } => $"from {Number(bounds.Low)}",
        { Low: double.NegativeInfinity } => $"to {Number(bounds.High)}",
        _ => $"{Number(bounds.Low)} to {Number(bounds.High)}",
    };

    private static string Number(double number) => number.ToString(CultureInfo.InvariantCulture);
}
