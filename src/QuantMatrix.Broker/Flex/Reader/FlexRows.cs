using Apache.Arrow;
using QuantMatrix.Broker.Flex.Sections;
using QuantMatrix.Model;

namespace QuantMatrix.Broker.Flex.Reader;

/// <summary>Collects the rows of one section of a statement into batches.</summary>
internal sealed class FlexRows
{
    public const int BatchRows = 2_048;

    private readonly FlexSection section;
    private readonly Table table;
    private readonly FlexCells cells;
    private readonly FlexColumnBuilder[] columns;
    private readonly Schema schema;

    public FlexRows(FlexSection section, FlexElement element, FlexStatementFacts facts, FlexReadSummary summary)
    {
        (this.section, table, cells) = (section, section.Table, new(section, element, facts, summary));
        columns = [.. table.Columns.Select(c => new FlexColumnBuilder(c))];
        schema = new Schema(columns.Select(c => c.Field), null);
    }

    public int Count { get; private set; }

    /// <returns>The reason the row is unreadable, or null.</returns>
    public string? Add(FlexElement row)
    {
        if (cells.Read(row) is { } error) return $"{section.Element} {error}";
        for (var i = 0; i < columns.Length; i++) columns[i].Add(in cells.Values[i]);
        Count++;
        return null;
    }

    /// <summary>The rows collected since the previous call.</summary>
    public TableRows Flush()
    {
        var batch = new RecordBatch(schema, columns.Select(c => c.Build()), Count);
        Count = 0;
        return new TableRows(table, batch);
    }
}
