using Npgsql;
using QuantMatrix.Indicators;
using QuantMatrix.Model;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.ContractTests;

/// <summary>Several at the same tables: runs that publish, and readers who look on.</summary>
public sealed class PostgresTogetherTests(PostgresTestDatabase database) : IClassFixture<PostgresTestDatabase>, IDisposable
{
    private readonly PostgresTrial _trial = new(database.Connection);

    [Fact]
    public async Task Two_runs_at_once_leave_what_one_would_have_left()
    {
        await Task.WhenAll(Enumerable.Range(1, 3).Select(run => Task.Run(() => TrialNight.PublishAsync(_trial.Open(TrialNight.Catalogue).Tables, $"run{run}"))));
        using var alone = new PostgresTrial(database.Connection);
        await TrialNight.PublishAsync(alone.Open(TrialNight.Catalogue).Tables, "run");
        TrialNight.Content(_trial.Connection).ShouldBe(TrialNight.Content(alone.Connection));
    }

    [Fact]
    public async Task Who_waits_too_long_for_another_run_is_told_to_try_again()
    {
        await _trial.Open().Tables.MigrateAsync();
        await using var open = new NpgsqlConnection(_trial.Connection);
        await open.OpenAsync();
        await using (var take = new NpgsqlCommand("select pg_advisory_lock(hashtextextended('quantmatrix ' || current_schema(), 0))", open)) await take.ExecuteNonQueryAsync();
        var tables = _trial.Open(settings: s => s.Options = "-c lock_timeout=100").Tables;
        var refresh = () => tables.RefreshConstituentsAsync("SP500", ["A"], new DateOnly(2024, 3, 1));
        (await Should.ThrowAsync<TemporaryException>(refresh)).Message.ShouldContain("another run is publishing there");
        (await tables.ActiveConstituentsAsync()).ShouldBeEmpty();
        await using (var free = new NpgsqlCommand("select pg_advisory_unlock_all()", open)) await free.ExecuteNonQueryAsync();
        (await refresh()).Added.ShouldBe(["A"]);
    }

    [Fact]
    public async Task A_reader_sees_all_of_a_publish_or_nothing_of_it()
    {
        var tables = _trial.Open().Tables;
        await tables.MigrateAsync();
        await tables.PublishCacheAsync(Batch(symbols: 40, close: 1), "run0");
        using var done = new CancellationTokenSource();
        var seen = Task.Run(() => LookOn(done.Token));
        for (var round = 1; round <= 25; round++)
        {
            await tables.PublishCacheAsync(Batch(symbols: 40 - (round % 2 * 15), close: 1 + round), $"run{round}");
            await tables.AppendHistoryAsync(Batch(symbols: 40, close: 1, day: round), $"run{round}", null);
        }
        await done.CancelAsync();
        (await seen).ShouldBeSubsetOf(["40|1|0", "25|1|0"]);
    }

    public void Dispose() => _trial.Dispose();

    /// <summary>How many rows of the cache, of how many runs, and how many of the history that are no whole batch.</summary>
    private HashSet<string> LookOn(CancellationToken done)
    {
        var seen = new HashSet<string>();
        do seen.UnionWith(_trial.Rows("select count(*), count(distinct run_id), (select count(*) from market_analysis_history) % 40 from market_analysis_cache"));
        while (!done.IsCancellationRequested);
        return seen;
    }

    private static Apache.Arrow.RecordBatch Batch(int symbols, double close, int day = 1) => TrialBatch.Of(TrialCatalogue.Small,
        [.. Enumerable.Range(0, symbols).Select(s => new TrialRow($"S{s:00}", new DateOnly(2024, 3, day).ToString("O")).With("close", close))]);
}
