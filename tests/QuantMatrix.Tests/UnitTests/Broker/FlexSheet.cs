using System.Globalization;
using Apache.Arrow;
using QuantMatrix.Broker.Flex.Reader;
using QuantMatrix.Model;
using Table = QuantMatrix.Model.Table;

namespace QuantMatrix.Tests.UnitTests.Broker;

/// <summary>The rows of a report as text, by table; null as empty text, amounts without trailing zeros.</summary>
internal sealed class FlexSheet
{
    private readonly List<(Table Table, Dictionary<string, string> Cells)> rows = [];

    public FlexSheet(string file, DateOnly? today = null)
    {
        Report = FlexReport.Open(file, today ?? FlexXml.Today);
        foreach (var (_, batches) in Report.Read())
            foreach (var batch in batches)
                for (var i = 0; i < batch.Rows.Length; i++) rows.Add((batch.Table, Cells(batch, i)));
    }

    /// <summary>The rows of the text of a report.</summary>
    public static FlexSheet Of(string report, DateOnly? today = null)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["report.xml"], report);
        return new(folder["report.xml"], today);
    }

    public FlexReport Report { get; }

    /// <summary>The rows of a table.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> this[string table] => [.. rows.Where(r => r.Table.Name == table).Select(r => r.Cells)];

    /// <summary>Selected columns of each row of a table, joined by "|".</summary>
    public IReadOnlyList<string> Lines(string table, params string[] columns) => [.. this[table].Select(r => string.Join('|', columns.Select(c => r[c])))];

    public static decimal Sum(IEnumerable<string> amounts) => amounts.Where(a => a.Length > 0).Sum(a => decimal.Parse(a, CultureInfo.InvariantCulture));

    private static Dictionary<string, string> Cells(TableRows batch, int row) =>
        batch.Table.Columns.Select((c, i) => (c.Name, Text: Text(batch.Rows.Column(i), row))).ToDictionary(c => c.Name, c => c.Text);

    private static string Text(IArrowArray column, int row) => column switch
    {
        _ when column.IsNull(row) => "",
        StringArray s => s.GetString(row),
        Int64Array n => n.GetValue(row)!.Value.ToString(CultureInfo.InvariantCulture),
        Date32Array d => d.GetDateOnly(row)!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimestampArray t => t.GetTimestamp(row)!.Value.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        Decimal128Array d => d.GetValue(row)!.Value.ToString("0.############", CultureInfo.InvariantCulture),
        _ => throw new NotSupportedException(column.Data.DataType.Name),
    };
}
