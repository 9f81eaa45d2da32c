using System.Security.Cryptography;
using System.Text;
using QuantMatrix.Model;

namespace QuantMatrix.Publish.Tables;

/// <summary>The statements that bring tables and views to their shape and explain them.</summary>
/// <param name="typeName">The target's word for a type, as its own catalogue shows it.</param>
internal sealed class TableScript(PublishedTables tables, Func<ColumnType, string> typeName)
{
    /// <summary>What a table lacks; nothing is dropped, and an added column is never required: the rows before it have no value.</summary>
    /// <param name="found">The columns it has, name to type; none when there is no such table.</param>
    /// <exception cref="ConfigurationException">A column is there with another type.</exception>
    public IEnumerable<string> Bring(Table table, IReadOnlyDictionary<string, string> found)
    {
        if (found.Count == 0) return [Create(table)];
        foreach (var column in table.Columns)
            if (found.TryGetValue(column.Name, out var type) && type != typeName(column.Type))
                throw new ConfigurationException(
                    $"{table.Name}.{column.Name} is stored as {type}, the catalogue says {typeName(column.Type)}; expected a new name for a new type");
        var added = table.Columns.Where(c => !found.ContainsKey(c.Name)).Select(c => $"alter table {table.Name} add column {c.Name} {typeName(c.Type)}");
        return table == tables.Cache ? added.Concat(Empty(found.Keys.Except(table.Columns.Select(c => c.Name)))) : added;
    }

    public static IEnumerable<string> Comments(Table table) => table.Columns
        .Select(c => $"comment on column {table.Name}.{c.Name} is {Quote(c.Comment)}")
        .Prepend($"comment on table {table.Name} is {Quote(table.Comment)}");

    public static IEnumerable<string> Views { get; } = PublishedTables.Views.SelectMany(v =>
        (string[])[$"create or replace view {v.Name} as\n{v.Select}", $"comment on view {v.Name} is {Quote(v.Comment)}"]);

    /// <summary>The same as long as no statement changes.</summary>
    public string Fingerprint(params IEnumerable<string> more)
    {
        var statements = tables.All.SelectMany(t => Comments(t).Prepend(Create(t))).Concat(Views).Concat(more);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', statements))));
    }

    public static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private string Create(Table table) =>
        $"create table {table.Name} ({string.Join(", ", table.Columns.Select(Define))}, primary key ({table.KeyList}))";

    /// <summary>A column the catalogue no longer has would keep its last value beside newer ones.</summary>
    private IEnumerable<string> Empty(IEnumerable<string> retired) =>
        retired.Select(name => $"update {tables.Cache.Name} set {name} = null where {name} is not null");

    private string Define(TableColumn column) => $"{column.Name} {typeName(column.Type)}{(column.Required ? " not null" : "")}";
}
