using Apache.Arrow;

namespace QuantMatrix.Lake.Tables;

/// <summary>One table of the lake: its name and the schema of its files.</summary>
public class LakeTable(string name, Schema schema)
{
    public string Name { get; } = name;

    public Schema Schema { get; } = schema;

    /// <summary>Column names in schema order, for a SELECT.</summary>
    public string ColumnList { get; } = string.Join(", ", schema.FieldsList.Select(f => f.Name));

    /// <summary>The same, for tables with a column that is a reserved word.</summary>
    internal string QuotedColumns { get; } = string.Join(", ", schema.FieldsList.Select(f => $"\"{f.Name}\""));

    /// <summary>The form of the files written; readers may have to treat files of an older one otherwise.</summary>
    internal int Form { get; init; }

    /// <summary>What the view selects, and what it joins the files with.</summary>
    internal string ViewColumns { get; init; } = "*";

    /// <inheritdoc cref="ViewColumns"/>
    internal string Join { get; init; } = "";

    /// <summary>The folder of a partition within the table's.</summary>
    internal Func<int, string> PartitionFolder { get; init; } = year => year == 0 ? "" : Path.Combine("interval=1d", $"year={year}");

    /// <summary>Whether its files are many and rarely read: they are compressed as far as possible.</summary>
    internal bool IsArchive { get; init; }

    /// <summary>A column that older files lack, and its value for their rows.</summary>
    internal (string Column, string Default)? AddedColumn { get; init; }

    /// <summary>Every table of the lake, in the order of <c>views.sql</c>.</summary>
    public static IReadOnlyList<LakeTable> All(LakeTable features) =>
    [
        PriceData.Table, features, LedgerRow.Table, QuarantinedRow.Table, StoredAction.Table, StoredConflict.Table, FetchDepth.Table, OpenUnit.Table,
        SymbolInfo.Table, BreadthTable.Table, StructureTable.Table, ScreenMember.Table, ScreenSession.Table, Alert.Table,
        BarArrival.Table, PriceData5m.Table, IntradayFeatureTable.Table,
    ];
}
