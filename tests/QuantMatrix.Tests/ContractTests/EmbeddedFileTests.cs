using QuantMatrix.Model;
using QuantMatrix.Publish.Embedded;
using QuantMatrix.Publish;

namespace QuantMatrix.Tests.ContractTests;

[Trait("class", "servers")]
public sealed class EmbeddedFileTests : IDisposable
{
    private readonly EmbeddedTrial _trial = new();

    [Fact]
    public async Task Every_exposed_name_can_be_read_by_another_program_between_calls()
    {
        var target = _trial.Open();
        await target.Tables.MigrateAsync();
        foreach (var name in EmbeddedTarget.Names) _trial.Rows($"select count(*) from {name}").ShouldBe(["0"]);
        target.Path.ShouldBe(_trial.File);
        File.Exists(_trial.File + ".wal").ShouldBeFalse();
    }

    [Fact]
    public async Task A_column_has_a_comment_in_the_database()
    {
        await _trial.Open().Tables.MigrateAsync();
        _trial.Rows("select comment from duckdb_columns() where table_name = 'market_analysis_cache' and column_name = 'high_52w'")
            .ShouldBe(["Meaning of high_52w [Price] f(close)"]);
    }

    [Fact]
    public async Task A_file_with_the_former_constituent_column_names_keeps_its_rows()
    {
        var tables = _trial.Open().Tables;
        await tables.MigrateAsync();
        await tables.RefreshConstituentsAsync("SP500", ["A", "B"], new DateOnly(2024, 3, 1));
        _trial.Change("""
            drop view index_members;
            alter table index_constituents rename first_seen_at to first_seen;
            alter table index_constituents rename last_seen_at to last_seen;
            alter table index_constituents rename became_inactive_at to became_inactive;
            update published_shape set fingerprint = 'of the version before'
            """);
        await _trial.Open().Tables.MigrateAsync();
        await tables.RefreshConstituentsAsync("SP500", ["B"], new DateOnly(2024, 3, 4));
        _trial.Rows("select symbol, first_seen_at, last_seen_at, is_active, became_inactive_at from index_constituents order by symbol")
            .ShouldBe(["A|2024-03-01|2024-03-01|false|2024-03-04", "B|2024-03-01|2024-03-04|true|"]);
    }

    [Fact]
    public async Task A_file_without_sectors_keeps_its_memberships_and_gains_them_with_the_next_list()
    {
        var tables = _trial.Open().Tables;
        await tables.MigrateAsync();
        await tables.RefreshConstituentsAsync("SP500", ["A", "B"], new DateOnly(2024, 3, 1));
        _trial.Change("""
            drop view index_members;
            alter table index_constituents drop column sector;
            alter table index_constituents drop column industry;
            alter table index_constituents drop column name;
            update published_shape set fingerprint = 'of the version before'
            """);
        await _trial.Open().Tables.MigrateAsync();
        await tables.RefreshConstituentsAsync("SP500", [new IndexMember("A", "Energy", "Coal")], new DateOnly(2024, 3, 4));
        _trial.Rows("select symbol, first_seen_at, became_inactive_at, sector, industry from index_constituents order by symbol")
            .ShouldBe(["A|2024-03-01||Energy|Coal", "B|2024-03-01|2024-03-04||"]);
    }

    [Fact]
    public async Task Parallel_jobs_of_one_process_all_complete()
    {
        var tables = _trial.Open().Tables;
        await tables.MigrateAsync();
        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(() => JobAsync(i))));
        _trial.Rows("select count(*), count(distinct run_id) from market_analysis_history").ShouldBe(["12|12"]);
        _trial.Rows("select count(*) from set_member where name = 'tracked:new'").ShouldBe(["12"]);
    }

    private async Task JobAsync(int i)
    {
        var target = _trial.Open();
        await target.Tables.AppendHistoryAsync(TrialBatch.Of(TrialCatalogue.Small, new TrialRow($"S{i}", "2024-03-01")), $"run{i}", null);
        await target.Sets.AddToSetAsync("tracked:new", [$"S{i}"], TimeSpan.FromHours(24));
        await target.Tables.PublishCacheAsync(TrialBatch.Of(TrialCatalogue.Small, new TrialRow($"S{i}", "2024-03-01")), $"run{i}");
        (await target.Sets.MembersAsync("tracked:new")).ShouldContain($"S{i}");
    }

    [Theory]
    [InlineData("not a database")]
    [InlineData("not a database, but a long text", 2000)]
    public async Task A_file_that_is_not_a_database_is_named_with_a_remedy(string text, int times = 1)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_trial.File)!);
        await File.WriteAllTextAsync(_trial.File, string.Concat(Enumerable.Repeat(text, times)));
        await ShouldBeUnfitAsync();
    }

    [Fact]
    public async Task A_truncated_file_is_named_with_a_remedy()
    {
        await _trial.Open().Tables.MigrateAsync();
        File.Delete(_trial.WorkingFile);
        await using (var file = File.OpenWrite(_trial.File)) file.SetLength(file.Length / 2);
        await ShouldBeUnfitAsync();
    }

    [Fact]
    public async Task A_new_file_is_complete_and_ignores_the_log_of_a_removed_one()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_trial.File)!);
        await File.WriteAllTextAsync(_trial.File + ".wal", "the log of another file");
        await _trial.Open().Sets.SetKeysAsync(new Dictionary<string, string> { ["any"] = "1" });
        (await _trial.Open().Sets.GetKeyAsync("any")).ShouldBe("1");
        Directory.GetFiles(Path.GetDirectoryName(_trial.File)!)
            .ShouldBe([_trial.File, _trial.WorkingFile, _trial.WorkingFile + ".published"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_directory_that_cannot_be_created_is_a_configuration_error()
    {
        await _trial.Open().Tables.MigrateAsync();
        var below = new EmbeddedTarget(Path.Combine(_trial.File, "x.duckdb"), TrialCatalogue.Small.Columns, _trial.Clock);
        (await Should.ThrowAsync<ConfigurationException>(() => below.Tables.MigrateAsync())).Message.ShouldContain("x.duckdb");
    }

    [Fact]
    public async Task A_file_without_tables_asks_for_a_migration() =>
        (await Should.ThrowAsync<InvalidOperationException>(() => _trial.Open().Tables.ActiveConstituentsAsync())).Message.ShouldContain("MigrateAsync");

    private async Task ShouldBeUnfitAsync()
    {
        var fault = await Should.ThrowAsync<DataUnfitException>(() => _trial.Open().Tables.MigrateAsync());
        fault.Message.ShouldContain(_trial.File);
        fault.Message.ShouldContain("except market_analysis_history");
    }

    [Fact]
    public async Task A_working_file_locked_by_another_process_is_temporary_and_names_the_process()
    {
        await _trial.Open().Tables.MigrateAsync();
        using var other = await OtherProcess.HoldAsync(_trial.WorkingFile, "select 1");
        var fault = await Should.ThrowAsync<TemporaryException>(() => _trial.Open().Sets.GetKeyAsync("any"));
        fault.Message.ShouldContain(_trial.WorkingFile);
        fault.Message.ShouldContain($"PID {other.Id}");
    }

    [Fact]
    public async Task A_lock_released_in_time_is_waited_for()
    {
        await _trial.Open().Tables.MigrateAsync();
        using var other = await OtherProcess.HoldAsync(_trial.WorkingFile, "select 1");
        var waiting = _trial.Open().Sets.SetKeysAsync(new Dictionary<string, string> { ["any"] = "1" });
        await Task.Delay(200);
        waiting.IsCompleted.ShouldBeFalse();
        other.Kill();
        await waiting;
    }

    [Fact]
    public async Task Committed_rows_survive_a_kill_and_uncommitted_rows_do_not()
    {
        var tables = _trial.Open().Tables;
        await tables.MigrateAsync();
        await tables.PublishCacheAsync(TrialBatch.Of(TrialCatalogue.Small, new TrialRow("AAA", "2024-03-01")), "run1");
        using (var other = await OtherProcess.HoldAsync(_trial.WorkingFile, CommittedAndOpen)) other.Kill();
        File.Exists(_trial.WorkingFile + ".wal").ShouldBeTrue();
        (await tables.PublishCacheAsync(TrialBatch.Of(TrialCatalogue.Small, new TrialRow("BBB", "2024-03-04")), "run4")).ShouldBe(new PublishCount(0, 0, 1, 1));
        _trial.Rows("select symbol, close, run_id from market_analysis_cache").ShouldBe(["BBB|101|run2"]);
    }

    /// <summary>One transaction committed but only logged, one still open.</summary>
    private const string CommittedAndOpen = """
        insert into market_analysis_cache (symbol, date, open, high, low, close, volume, run_id)
        values ('BBB', '2024-03-04', 100.5, 102.25, 99.75, 101, 3000000000, 'run2');
        begin; update market_analysis_cache set close = 0, run_id = 'run3'
        """;

    [Fact]
    public async Task A_canceled_call_stores_nothing()
    {
        var tables = _trial.Open().Tables;
        await tables.MigrateAsync();
        using var ct = new CancellationTokenSource();
        await ct.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() =>
            tables.PublishCacheAsync(TrialBatch.Of(TrialCatalogue.Small, new TrialRow("AAA", "2024-03-01")), "run1", ct: ct.Token));
        _trial.Rows("select count(*) from market_analysis_cache").ShouldBe(["0"]);
    }

    /// <summary>File locks do not protect against another database instance of the same process, so the file must not be open at all.</summary>
    [Fact]
    public async Task Work_that_opens_the_file_itself_runs_while_the_process_has_it_closed()
    {
        using var target = _trial.Open(keepsOpen: true);
        for (var i = 0; i < 50; i++)
        {
            await target.Sets.PushAsync("list", $"\"{new string('x', 10_000)}\"", keepLast: 20);
            OpenFiles().ShouldContain(_trial.WorkingFile);
            await target.WhileClosedAsync(() => OpenFiles().ShouldNotContain(_trial.WorkingFile), CancellationToken.None);
        }
    }

    private static IEnumerable<string?> OpenFiles() => new DirectoryInfo("/proc/self/fd").EnumerateFiles().Select(handle => handle.LinkTarget);

    public void Dispose() => _trial.Dispose();
}
