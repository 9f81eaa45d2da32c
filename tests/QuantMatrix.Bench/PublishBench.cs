using QuantMatrix.Indicators;
using QuantMatrix.Model;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Bench;

/// <summary>Tables published to a Postgres of its own on this machine, beside a plain COPY of the same rows.</summary>
internal sealed class PublishBench : IBench
{
    private const int Symbols = 520, WarmUp = 750, HistorySessions = 1_154, HistoryRows = Symbols * HistorySessions;
    private const int CacheRepeats = 15;

    public string Name => "publish";

    public async Task<Section> RunAsync(Workshop workshop, CancellationToken ct)
    {
        var (samples, process) = await workshop.MeasureAsync(Name, []);
        var (copy, append) = (samples["copy"], samples["append"]);
        return new Section($"publish: {Catalogue.Standard.Columns.Count} columns to PostgreSQL {process.Output.Split("server ")[1].Split('\n')[0]}",
            $"A server of the benchmark's own, fsync off, through loopback. The cache: {Symbols} rows, one transaction a publish. The history: {HistoryRows:N0} rows into an empty table "
            + "with its key and its monthly partitions; the plain COPY streams a file of the very rows in COPY's binary form, so it costs the sender nothing. Once each: a round takes minutes.",
            [
                Row("cache, all new", "new"), Row("cache, all changed", "changed"), Row("cache, unchanged", "unchanged") with { AtMost = 20 },
                new Row("history, plain COPY", copy.Into(HistoryRows / 1e3), "k rows/s"),
                new Row("history, appended", append.Into(HistoryRows / 1e3), "k rows/s"),
                new Row("ratio of the rates", Spread.Of([copy.Median / append.Median]), "x") { AtLeast = 0.5 },
            ]);

        Row Row(string what, string name) => new(what, samples[name].Times(1e3), "ms");
    }

    public async Task MeasureAsync(Workshop workshop, Samples samples, IReadOnlyList<string> arguments, CancellationToken ct)
    {
        using var server = new PostgresServer();
        Console.WriteLine($"server {PostgresSql.Rows(server.To("postgres"), "show server_version")[0]}");
        await CacheAsync(workshop, server, samples, ct);
        await HistoryAsync(workshop, server, samples, ct);
    }

    private static async Task CacheAsync(Workshop workshop, PostgresServer server, Samples samples, CancellationToken ct)
    {
        using var schema = new BenchSchema(workshop, server);
        await schema.Tables.MigrateAsync(ct);
        using var before = Features(workshop, endsBefore: 1, keep: 1);
        using var now = Features(workshop, endsBefore: 0, keep: 1);
        for (var round = -3; round < CacheRepeats; round++)
        {
            var warmUp = round < 0 ? "warm-up " : "";
            schema.Execute("delete from market_analysis_cache");
            await samples.TimeAsync(warmUp + "new", () => schema.Tables.PublishCacheAsync(before, "run1", ct));
            await samples.TimeAsync(warmUp + "changed", () => schema.Tables.PublishCacheAsync(now, "run2", ct));
            await samples.TimeAsync(warmUp + "unchanged", () => schema.Tables.PublishCacheAsync(now, "run3", ct));
        }
    }

    private static async Task HistoryAsync(Workshop workshop, PostgresServer server, Samples samples, CancellationToken ct)
    {
        using var rows = Features(workshop, endsBefore: 0, keep: HistorySessions);
        var file = Path.Combine(workshop.Passing, "history.copy");
        using (var schema = new BenchSchema(workshop, server))
        {
            await schema.Tables.MigrateAsync(ct);
            await samples.TimeAsync("append", () => schema.Tables.AppendHistoryAsync(rows, "run1", null, ct));
            await schema.SaveHistoryAsync(file, ct);
        }
        using (var schema = new BenchSchema(workshop, server))
        {
            await schema.Tables.MigrateAsync(ct);
            schema.Execute("select market_analysis_history_partition(d::date) from generate_series(date '2018-01-01', date '2026-12-01', interval '1 month') d");
            await samples.TimeAsync("copy", () => schema.CopyHistoryAsync(file, ct));
        }
    }

    /// <summary>The newest rows of every symbol as the engine gives them, the newest session left out if so asked.</summary>
    private static Apache.Arrow.RecordBatch Features(Workshop workshop, int endsBefore, int keep)
    {
        var days = Market.Days(workshop.Calendar, WarmUp + HistorySessions)[..^endsBefore];
        var bars = Market.Bars(Enumerable.Range(0, Symbols).Select(s => Market.Symbol(s, Symbols)), days);
        return new Engine(Catalogue.Standard, Market.MarketContext(workshop.Calendar, days)).Compute(bars, keep);
    }
}
