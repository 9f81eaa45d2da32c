using Npgsql;
using QuantMatrix.Indicators;
using QuantMatrix.Publish.Postgres;
using QuantMatrix.Publish;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Bench;

/// <summary>An empty schema on the benchmark's server, and the tables in it; gone after its measurement.</summary>
internal sealed class BenchSchema : IDisposable
{
    private static int made;

    private readonly string server, connection, name = $"bench_{Interlocked.Increment(ref made)}";
    private readonly PostgresTarget target;

    public BenchSchema(Workshop workshop, PostgresServer postgres)
    {
        server = postgres.To("postgres");
        connection = new NpgsqlConnectionStringBuilder(server) { SearchPath = name, CommandTimeout = 600 }.ConnectionString;
        PostgresSql.Execute(server, $"create schema {name}");
        target = new PostgresTarget(connection, Path.Combine(workshop.Home, "sql", "postgres"), Catalogue.Standard.Columns, TimeProvider.System);
    }

    public ITables Tables => target.Tables;

    public void Execute(string sql) => PostgresSql.Execute(connection, sql);

    /// <summary>Writes the whole history to a file, in the form COPY reads.</summary>
    public async Task SaveHistoryAsync(string file, CancellationToken ct)
    {
        await using var open = await OpenAsync(ct);
        await using var from = await open.BeginRawBinaryCopyAsync("copy (select * from market_analysis_history) to stdout (format binary)", ct);
        await using var to = File.Create(file);
        await from.CopyToAsync(to, ct);
    }

    public async Task CopyHistoryAsync(string file, CancellationToken ct)
    {
        await using var open = await OpenAsync(ct);
        await using var from = File.OpenRead(file);
        await using var to = await open.BeginRawBinaryCopyAsync("copy market_analysis_history from stdin (format binary)", ct);
        await from.CopyToAsync(to, ct);
    }

    public void Dispose()
    {
        target.Dispose();
        PostgresSql.Execute(new NpgsqlConnectionStringBuilder(server) { CommandTimeout = 600 }.ConnectionString, $"drop schema {name} cascade");
        PostgresSql.Execute(server, "checkpoint");
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken ct)
    {
        var open = new NpgsqlConnection(connection);
        await open.OpenAsync(ct);
        return open;
    }
}
