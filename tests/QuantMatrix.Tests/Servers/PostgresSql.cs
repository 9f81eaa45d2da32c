using System.Globalization;
using System.Text.Json.Nodes;
using Npgsql;

namespace QuantMatrix.Tests.Servers;

/// <summary>Runs SQL on a server as another program would: a new connection for every statement.</summary>
internal static class PostgresSql
{
    public static void Execute(string connection, string sql) => Rows(connection, sql);

    /// <summary>Rows as text, columns joined by "|", NULL as empty text, booleans as true and false.</summary>
    public static IReadOnlyList<string> Rows(string connection, string sql)
    {
        using var open = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ConnectionString);
        open.Open();
        using var command = new NpgsqlCommand(sql, open);
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read()) rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => Text(reader, i))));
        return rows;
    }

    private static string Text(NpgsqlDataReader row, int column) => row.GetValue(column) switch
    {
        DBNull => "",
        bool flag => flag ? "true" : "false",
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime date when row.GetDataTypeName(column) == "date" => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        decimal number => number.ToString("0.############################", CultureInfo.InvariantCulture),
        string json when row.GetDataTypeName(column) == "jsonb" => JsonNode.Parse(json)!.ToJsonString(),
        var value => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
