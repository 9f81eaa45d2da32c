namespace QuantMatrix.Model;

/// <summary>One column of a published table; the comment is what people see in the database.</summary>
public sealed record TableColumn(string Name, ColumnType Type, string Comment)
{
    public bool Required { get; init; }
}
