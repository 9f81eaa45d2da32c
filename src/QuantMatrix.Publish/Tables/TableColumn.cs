namespace QuantMatrix.Publish.Tables;

/// <summary>One column of a published table; the comment is what people see in the database.</summary>
internal sealed record TableColumn(string Name, ColumnType Type, string Comment)
{
    public bool Required { get; init; }
}
