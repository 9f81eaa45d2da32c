using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using QuantMatrix.Batch.Config;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Cli.Output;

/// <summary>Writes the column catalogue as a table, JSON or Markdown; <c>docs/columns.md</c> is the Markdown.</summary>
public static class ColumnsText
{
    private const string Title = """
        # Published columns

        Generated from the column catalogue by `./run.sh columns --format md`; a test fails when this file is out of date.
        **First value at bar** counts bars from 0. **Stable after** is the number of bars after the first value until the seed's weight
        falls below 1e-6; 0 for a plain window. Missing values are NULL. In formulas O, H, L, C and V are the bar's fields, C₋₁ or C[−1] is the
        previous close, and S is a Wilder sum.

        """;

    private static readonly string[] Names = ["name", "unit", "meaning", "formula", "source", "first value at bar", "stable after", "bounds"];

    public static void Write(TextWriter output, IReadOnlyList<Column> columns, TableFormat format, bool terminal)
    {
        switch (format)
        {
            case TableFormat.Json: output.WriteLine(Json(columns)); break;
            case TableFormat.Md: WriteMarkdown(output, columns); break;
            default: TextTable.WriteBordered(output, terminal, Names, [.. Names.Select(_ => false)], columns.Select(Row)); break;
        }
    }

    private static void WriteMarkdown(TextWriter output, IReadOnlyList<Column> columns)
    {
        output.WriteLine(Title);
        output.WriteLine(Line(Names));
        output.WriteLine(Line(Names.Select(_ => "---")));
        foreach (var column in columns) output.WriteLine(Line(Row(column)));
        output.WriteLine("\n## Differences from other programs\n");
        foreach (var group in columns.Where(c => c.Differs is not null).GroupBy(c => c.Differs))
            output.WriteLine($"- {string.Join(", ", group.Select(c => c.Name))}: {group.Key}");

        static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells.Select(c => c.Replace("|", "\\|", StringComparison.Ordinal)))} |";
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

    private static string Json(IReadOnlyList<Column> columns)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartArray();
            foreach (var column in columns) WriteObject(json, column);
            json.WriteEndArray();
        }
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static void WriteObject(Utf8JsonWriter json, Column column)
    {
        json.WriteStartObject();
        json.WriteString("name", column.Name);
        json.WriteString("unit", SnakeCase.Of(column.Unit.ToString()));
        json.WriteString("meaning", column.Meaning);
        json.WriteString("formula", column.Formula);
        json.WriteString("source", column.Source);
        json.WriteNumber("first_value_at_bar", column.WarmUp);
        json.WriteString("awaits", column.Awaits);
        json.WriteNumber("stable_after", column.StableAfter);
        json.WriteString("differs", column.Differs);
        WriteBound(json, "low", column.Bounds?.Low);
        WriteBound(json, "high", column.Bounds?.High);
        json.WriteEndObject();
    }

    private static void WriteBound(Utf8JsonWriter json, string name, double? bound)
    {
        if (bound is { } number && double.IsFinite(number)) json.WriteNumber(name, number);
        else json.WriteNull(name);
    }
}
