using Npgsql;
using QuantMatrix.Indicators;
using QuantMatrix.Model;
using QuantMatrix.Publish;
using QuantMatrix.Publish.Postgres;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Bench;

/// <summary>Tables published to a local Postgres, compared with a plain COPY of the same rows.</summary>
internal sealed class PublishBench : IBench
{
    private const int Symbols = 520, WarmUp = 750, HistorySessions = 1_154, HistoryRows = Symbols * HistorySessions;
    private const int CacheRepeats = 15;

    public string Name => "publish";

    public async Task<Section> RunAsync(BenchEnvironment env, CancellationToken ct)
    {
        var (measured, process) = await env.MeasureAsync(Name, []);
        var (copy, append) = (measured["copy"], measured["append"]);
        return new Section($"publish: {Catalogue.Standard.Columns.Count} columns to PostgreSQL {process.Output.Split("server ")[1].Split('\n')[0]}",
            $"A dedicated server on loopback, fsync off. Cache: {Symbols} rows, one transaction a publish. History: {HistoryRows:N0} rows into an empty table "
            + "with its key and monthly partitions; the plain COPY streams a file of the same rows in binary format, at no cost to the client. "
            + "One repeat each, since a round takes minutes.",
            [
                Row("cache, all new", "new"), Row("cache, all changed", "changed"), Row("cache, unchanged", "unchanged") with { AtMost = 20 },
                new Row("history, plain COPY", copy.Into(HistoryRows / 1e3), "k rows/s"),
                new Row("history, appended", append.Into(HistoryRows / 1e3), "k rows/s"),
                new Row("ratio of the rates", Spread.Of([copy.Median / append.Median]), "x") { AtLeast = 0.5 },
            ]);

        Row Row(string what, string name) => new(what, measured[name].Times(1e3), "ms");
    }

    public async Task MeasureAsync(BenchEnvironment env, Measurements measured, IReadOnlyList<string> arguments, CancellationToken ct)
    {
        using var server = new PostgresServer();
        Console.WriteLine($"server {PostgresSql.Rows(server.To("postgres"), "show server_version")[0]}");
        await CacheAsync(env, server, measured, ct);
        await HistoryAsync(env, server, measured, ct);
    }

    private static async Task CacheAsync(BenchEnvironment env, PostgresServer server, Measurements measured, CancellationToken ct)
    {
        using var schema = new BenchSchema(env, server);
        await schema.Tables.MigrateAsync(ct);
        using var before = Features(env, skip: 1, keep: 1);
        using var now = Features(env, skip: 0, keep: 1);
        for (var round = -3; round < CacheRepeats; round++)
        {
            var warmUp = round < 0 ? "warm-up " : "";
            schema.Execute("delete from market_analysis_cache");
            await measured.TimeAsync(warmUp + "new", () => schema.Tables.PublishCacheAsync(before, "run1", ct: ct));
            await measured.TimeAsync(warmUp + "changed", () => schema.Tables.PublishCacheAsync(now, "run2", ct: ct));
            await measured.TimeAsync(warmUp + "unchanged", () => schema.Tables.PublishCacheAsync(now, "run3", ct: ct));
        }
    }

    private static async Task HistoryAsync(BenchEnvironment env, PostgresServer server, Measurements measured, CancellationToken ct)
    {
        using var rows = Features(env, skip: 0, keep: HistorySessions);
        var file = Path.Combine(env.Temp, "history.copy");
        using (var schema = new BenchSchema(env, server))
        {
            await schema.Tables.MigrateAsync(ct);
            await measured.TimeAsync("append", () => schema.Tables.AppendHistoryAsync(rows, "run1", null, ct: ct));
            await schema.SaveHistoryAsync(file, ct);
        }
        using (var schema = new BenchSchema(env, server))
        {
            await schema.Tables.MigrateAsync(ct);
            schema.Execute("select market_analysis_history_partition(d::date) "
                + "from generate_series(date '2018-01-01', date '2026-12-01', interval '1 month') d");
            await measured.TimeAsync("copy", () => schema.CopyHistoryAsync(file, ct));
        }
    }

    /// <summary>The engine's newest rows of every symbol, without the last <paramref name="skip"/> sessions.</summary>
    private static Apache.Arrow.RecordBatch Features(BenchEnvironment env, int skip, int keep)
    {
        var days = Market.Days(env.Calendar, WarmUp + HistorySessions)[..^skip];
        var bars = Market.Bars(Enumerable.Range(0, Symbols).Select(s => Market.Symbol(s, Symbols)), days);
        return new Engine(Catalogue.Standard, Market.MarketContext(env.Calendar, days)).Compute(bars, keep);
    }
}

/// <summary>A schema with empty tables on the benchmark's server, dropped after its measurement.</summary>
internal sealed class BenchSchema : IDisposable
{
    private static int count;

    private readonly string server, connection, name = $"bench_{Interlocked.Increment(ref count)}";
    private readonly PostgresTarget target;

    public BenchSchema(BenchEnvironment env, PostgresServer postgres)
    {
        server = postgres.To("postgres");
        connection = new NpgsqlConnectionStringBuilder(server) { SearchPath = name, CommandTimeout = 600 }.ConnectionString;
        PostgresSql.Execute(server, $"create schema {name}");
        target = new PostgresTarget(connection, Path.Combine(env.Home, "sql", "postgres"), Catalogue.Standard.Columns, TimeProvider.System);
    }

    public ITables Tables => target.Tables;

    public void Execute(string sql) => PostgresSql.Execute(connection, sql);

    /// <summary>Writes the history to a file in COPY's binary format.</summary>
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
