using System.Security.Cryptography;
using System.Text;
using QuantMatrix.Model;

namespace QuantMatrix.Publish.Tables;

/// <summary>DDL that brings the published tables and views to their current shape and comments them.</summary>
/// <param name="typeName">Maps a column type to the type name used by the target's own catalog.</param>
internal sealed class TableScript(PublishedTables tables, Func<ColumnType, string> typeName)
{
    /// <summary>Creates a table or adds its missing columns. Drops nothing; an added column is nullable, because older rows have no value.</summary>
    /// <param name="found">Existing columns, name to type; empty when the table does not exist.</param>
    /// <param name="rekey">Statements that give the table another primary key; null when it has the right one.</param>
    /// <exception cref="ConfigurationException">An existing column has another type.</exception>
    public IEnumerable<string> CreateOrAlter(Table table, IReadOnlyDictionary<string, string> found, IEnumerable<string>? rekey)
    {
        if (found.Count == 0) return [Create(table)];
        foreach (var column in table.Columns)
            if (found.TryGetValue(column.Name, out var type) && type != typeName(column.Type))
                throw new ConfigurationException($"{table.Name}.{column.Name} is stored as {type}, but the column catalogue defines {typeName(column.Type)}; "
                    + "expected a new column name for a new type");
        var added = table.Columns.Where(c => !found.ContainsKey(c.Name)).Select(c => $"alter table {table.Name} add column {c.Name} {typeName(c.Type)}");
        if (rekey is not null) return added.Concat(rekey);
        return table == tables.Cache ? added.Concat(Clear(found.Keys.Except(table.Columns.Select(c => c.Name)))) : added;
    }

    public static IEnumerable<string> Comments(Table table) =>
        table.Columns.Select(c => Comment(table.Name, c.Name, c.Comment)).Prepend(Comment(table.Name, null, table.Comment));

    /// <param name="column">Null for the table's own comment.</param>
    public static string Comment(string table, string? column, string text) =>
        $"comment on {(column is null ? $"table {table}" : $"column {table}.{column}")} is {SqlText.Quote(text)}";

    public IEnumerable<string> Views => tables.OwnViews.SelectMany(v =>
        (string[])[$"create or replace view {v.Name} as\n{v.Select}", $"comment on view {v.Name} is {SqlText.Quote(v.Comment)}"]);

    /// <summary>Hash of all statements: changes when a table, a view, a comment or an extra script changes.</summary>
    public string Fingerprint(params IEnumerable<string> scripts)
    {
        var statements = tables.All.SelectMany(t => Comments(t).Prepend(Create(t))).Concat(Views).Concat(scripts);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', statements))));
    }

    /// <summary>The SET list of an upsert: every column outside the key takes the incoming value.</summary>
    public static string UpdateList(Table table) =>
        string.Join(", ", table.Columns.Select(c => c.Name).Except(table.Key).Select(name => $"{name} = excluded.{name}"));

    public string Create(Table table) =>
        $"create table {table.Name} ({string.Join(", ", table.Columns.Select(Define))}, primary key ({table.KeyList}))";

    /// <summary>Clears columns removed from the catalogue, which would otherwise keep stale values beside current ones.</summary>
    private IEnumerable<string> Clear(IEnumerable<string> retired) =>
        retired.Select(name => $"update {tables.Cache.Name} set {name} = null where {name} is not null");

    private string Define(TableColumn column) => $"{column.Name} {typeName(column.Type)}{(column.Required ? " not null" : "")}";
}
