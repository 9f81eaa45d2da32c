using Microsoft.Extensions.Time.Testing;
using Npgsql;
using QuantMatrix.Broker.Flex.Sections;
using QuantMatrix.Indicators;
using QuantMatrix.Publish;
using QuantMatrix.Publish.Postgres;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.ContractTests;

/// <summary>Postgres targets on an empty schema created for one test.</summary>
/// <param name="database">Owner's connection string of the test class's database.</param>
public sealed class PostgresTrial(string database) : IDisposable
{
    private readonly List<PostgresTarget> targets = [];
    private readonly string schema = NewSchema(database);

    public static string Scripts => Path.Combine(Fixtures.Repository, "sql", "postgres");

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2024, 3, 1, 22, 0, 0, TimeSpan.Zero));

    public string Connection => new NpgsqlConnectionStringBuilder(database) { SearchPath = schema }.ConnectionString;

    public PostgresTarget Open(Catalogue? catalogue = null, Action<NpgsqlConnectionStringBuilder>? settings = null, LeaseHolder? run = null)
    {
        var connection = new NpgsqlConnectionStringBuilder(Connection);
        settings?.Invoke(connection);
        var target = new PostgresTarget(
            connection.ConnectionString, Scripts, (catalogue ?? TrialCatalogue.Small).Columns, Clock, new() { Statements = FlexSections.Tables, Run = run });
        targets.Add(target);
        return target;
    }

    public IReadOnlyList<string> Rows(string sql) => PostgresSql.Rows(Connection, sql);

    public void Dispose() => targets.ForEach(t => t.Dispose());

    private static string NewSchema(string database)
    {
        var name = $"trial_{Guid.NewGuid():N}";
        PostgresSql.Execute(database, $"create schema {name}");
        return name;
    }
}
