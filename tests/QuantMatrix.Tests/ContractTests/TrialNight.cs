using QuantMatrix.Indicators;
using QuantMatrix.Model;
using QuantMatrix.Publish.Postgres;
using QuantMatrix.Publish;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.ContractTests;

/// <summary>Everything a nightly run publishes, with enough data for a failure to strike midway.</summary>
internal static class TrialNight
{
    private const int Symbols = 120, Days = 4;

    private static readonly string[] Members = [.. Enumerable.Range(0, Symbols).Select(s => $"S{s:000}")];

    public static Catalogue Catalogue { get; } = TrialCatalogue.Wide(70);

    public static async Task PublishAsync(ITables tables, string runId)
    {
        await tables.MigrateAsync();
        await tables.RefreshConstituentsAsync("SP500", Members[1..], new DateOnly(2024, 2, 29));
        await tables.RefreshConstituentsAsync("SP500", Members[..^1], new DateOnly(2024, 3, 1));
        await tables.PublishCacheAsync(Batch("2024-03-01"), runId);
        var days = Enumerable.Range(27, Days).Select(d => new DateOnly(2024, 2, 1).AddDays(d).ToString("O"));
        await tables.AppendHistoryAsync(TrialBatch.Of(Catalogue, [.. days.SelectMany(Rows)]), runId, null);
        var time = DateTimeOffset.UnixEpoch;
        await tables.RecordJobsAsync([new JobRun("the run", "publish", "publish", JobOutcome.Ok, time, time, "done")]);
    }

    /// <summary>Row count and hash of every table, without run ids and times.</summary>
    public static IReadOnlyList<string> Content(string connection) =>
        [.. PostgresTarget.Names.Select(table => $"{table} {PostgresSql.Rows(connection, $"""
            select count(*), md5(string_agg(r, '' order by r)) from (
                select (to_jsonb(t) - 'run_id' - 'recorded_at' - 'known_from' - 'known_to')::text as r from {table} t) x
            """).Single()}")];

    private static Apache.Arrow.RecordBatch Batch(string date) => TrialBatch.Of(Catalogue, [.. Rows(date)]);

    private static IEnumerable<TrialRow> Rows(string date) => Members.Select((symbol, s) =>
        Enumerable.Range(0, 70).Aggregate(new TrialRow(symbol, date), (row, c) => { row.Values[$"column_{c}"] = s + (c / 7.0); return row; }));
}
