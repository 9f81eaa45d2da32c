using Npgsql;
using QuantMatrix.Indicators;
using QuantMatrix.Model;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.ContractTests;

/// <summary>Concurrent runs and readers on the same tables.</summary>
[Trait("class", "servers")]
public sealed class PostgresTogetherTests(PostgresTestDatabase database) : IClassFixture<PostgresTestDatabase>, IDisposable
{
    private readonly PostgresTrial _trial = new(database.Connection);

    [Fact]
    public async Task Concurrent_runs_leave_the_same_result_as_one()
    {
        await Task.WhenAll(Enumerable.Range(1, 3).Select(run =>
            Task.Run(() => TrialNight.PublishAsync(_trial.Open(TrialNight.Catalogue).Tables, $"run{run}"))));
        using var alone = new PostgresTrial(database.Connection);
        await TrialNight.PublishAsync(alone.Open(TrialNight.Catalogue).Tables, "run");
        TrialNight.Content(_trial.Connection).ShouldBe(TrialNight.Content(alone.Connection));
    }

    [Fact]
    public async Task A_run_that_waits_too_long_for_the_write_lock_is_temporary()
    {
        await _trial.Open().Tables.MigrateAsync();
        await using var open = new NpgsqlConnection(_trial.Connection);
        await open.OpenAsync();
        const string Lock = "select pg_advisory_lock(hashtextextended('quantmatrix ' || current_schema(), 0))";
        await using (var take = new NpgsqlCommand(Lock, open)) await take.ExecuteNonQueryAsync();
        var tables = _trial.Open(settings: s => s.Options = "-c lock_timeout=100").Tables;
        var refresh = () => tables.RefreshConstituentsAsync("SP500", ["A"], new DateOnly(2024, 3, 1));
        (await Should.ThrowAsync<TemporaryException>(refresh)).Message.ShouldContain("another run is publishing");
        (await tables.ActiveConstituentsAsync()).ShouldBeEmpty();
        await using (var free = new NpgsqlCommand("select pg_advisory_unlock_all()", open)) await free.ExecuteNonQueryAsync();
        (await refresh()).Added.ShouldBe(["A"]);
    }

    [Fact]
    public async Task A_reader_sees_a_publish_completely_or_not_at_all()
    {
        var tables = _trial.Open().Tables;
        await tables.MigrateAsync();
        await tables.PublishCacheAsync(Batch(symbols: 40, close: 1), "run0");
        using var done = new CancellationTokenSource();
        var seen = Task.Run(() => Observe(done.Token));
        for (var round = 1; round <= 25; round++)
        {
            await tables.PublishCacheAsync(Batch(symbols: 40 - (round % 2 * 15), close: 1 + round), $"run{round}");
            await tables.AppendHistoryAsync(Batch(symbols: 40, close: 1, day: round), $"run{round}", null);
        }
        await done.CancelAsync();
        (await seen).ShouldBeSubsetOf(["40|1|0", "25|1|0"]);
    }

    public void Dispose() => _trial.Dispose();

    /// <summary>Cache rows, distinct runs among them, and history rows beyond a multiple of a batch.</summary>
    private HashSet<string> Observe(CancellationToken done)
    {
        var seen = new HashSet<string>();
        const string Counts = "select count(*), count(distinct run_id), (select count(*) from market_analysis_history) % 40 from market_analysis_cache";
        do seen.UnionWith(_trial.Rows(Counts));
        while (!done.IsCancellationRequested);
        return seen;
    }

    private static Apache.Arrow.RecordBatch Batch(int symbols, double close, int day = 1) => TrialBatch.Of(TrialCatalogue.Small,
        [.. Enumerable.Range(0, symbols).Select(s => new TrialRow($"S{s:00}", new DateOnly(2024, 3, day).ToString("O")).With("close", close))]);
}
