namespace QuantMatrix.Model;

/// <summary>The shape of one published table.</summary>
public sealed record Table(string Name, string Comment, IReadOnlyList<string> Key, IReadOnlyList<TableColumn> Columns)
{
    /// <summary>What happens to rows a newer statement of an account does not have.</summary>
    public RowRetention RowRetention { get; init; }

    public string KeyList => string.Join(", ", Key);

    public string ColumnList => string.Join(", ", Columns.Select(c => c.Name));
}
