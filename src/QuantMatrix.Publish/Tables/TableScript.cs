namespace QuantMatrix.Publish.Tables;

/// <summary>The statements that make a table and explain it; <paramref name="typeName"/> is the target's word for a type.</summary>
internal sealed class TableScript(Func<ColumnType, string> typeName)
{
    public string Create(Table table) =>
        $"create table {table.Name} ({string.Join(", ", table.Columns.Select(Define))}, primary key ({table.KeyList}))";

    /// <summary>An added column is never required: the rows before it have no value.</summary>
    public string Add(Table table, TableColumn column) => $"alter table {table.Name} add column {column.Name} {typeName(column.Type)}";

    public static IEnumerable<string> Comments(Table table) => table.Columns
        .Select(c => $"comment on column {table.Name}.{c.Name} is {Quote(c.Comment)}")
        .Prepend($"comment on table {table.Name} is {Quote(table.Comment)}");

    private string Define(TableColumn column) => $"{column.Name} {typeName(column.Type)}{(column.Required ? " not null" : "")}";

    private static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
