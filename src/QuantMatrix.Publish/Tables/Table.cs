namespace QuantMatrix.Publish.Tables;

/// <summary>The shape of one published table.</summary>
internal sealed record Table(string Name, string Comment, IReadOnlyList<string> Key, IReadOnlyList<TableColumn> Columns)
{
    public string KeyList => string.Join(", ", Key);

    public string ColumnList => string.Join(", ", Columns.Select(c => c.Name));
}
