using System.Globalization;
using DuckDB.NET.Data;
using Microsoft.Extensions.Time.Testing;
using QuantMatrix.Broker.Flex.Sections;
using QuantMatrix.Indicators;
using QuantMatrix.Publish.Embedded;

namespace QuantMatrix.Tests.ContractTests;

/// <summary>An embedded target in a temporary directory whose subdirectory does not exist yet.</summary>
public sealed class EmbeddedTrial : IDisposable
{
    private readonly TempFolder _folder = new();

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2024, 3, 1, 22, 0, 0, TimeSpan.Zero));

    public string File => _folder["embedded", "quantmatrix.duckdb"];

    public string WorkingFile => _folder["embedded", "working.duckdb"];

    public EmbeddedTarget Open(Catalogue? catalogue = null, bool keepsOpen = false) =>
        new(File, (catalogue ?? TrialCatalogue.Small).Columns, Clock,
            new() { KeepsOpen = keepsOpen, WorkingFile = WorkingFile, Statements = FlexSections.Tables });

    public IReadOnlyList<string> Rows(string sql) => Rows(File, sql);

    /// <summary>Modifies the file, as an earlier version or a manual edit might have.</summary>
    public void Change(string sql) => Change(File, sql);

    public static void Change(string file, string sql)
    {
        using var connection = new DuckDBConnection($"Data Source={file}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Reads the file as another program would: attached read-only to an in-memory database.</summary>
    public static IReadOnlyList<string> Rows(string file, string sql)
    {
        using var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"attach '{file}' as embedded (read_only); use embedded; {sql}";
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read()) rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => Text(reader.GetValue(i)))));
        return rows;
    }

    private static string Text(object value) => value switch
    {
        DBNull => "",
        bool flag => flag ? "true" : "false",
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        decimal number => number.ToString("0.############################", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    public void Dispose() => _folder.Dispose();
}
