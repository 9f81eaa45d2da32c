using QuantMatrix.Model;
using QuantMatrix.Publish.Postgres;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.ContractTests;

[Trait("class", "servers")]
public sealed class PostgresMigrationTests(PostgresTestDatabase database) : IClassFixture<PostgresTestDatabase>, IDisposable
{
    private readonly PostgresTrial _trial = new(database.Connection);

    [Fact]
    public async Task Concurrent_runs_migrate_once_and_none_fails()
    {
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => _trial.Open().Tables.MigrateAsync())));
        _trial.Rows("select scriptname from published_script").ShouldBe(["0001_history_is_immutable.sql", "0002_run_lease.sql"]);
        _trial.Rows("select count(*) from published_shape").ShouldBe(["1"]);
    }

    [Fact]
    public async Task A_migration_that_fails_leaves_nothing_behind()
    {
        using var folder = new TempFolder();
        foreach (var script in Directory.GetFiles(PostgresTrial.Scripts, "0*.sql")) File.Copy(script, folder[Path.GetFileName(script)]);
        File.WriteAllText(folder["0099_broken.sql"], "create table half_done (x int); select 1 / 0;");
        using var target = new PostgresTarget(_trial.Connection, folder.Path, TrialCatalogue.Small.Columns, _trial.Clock);
        await Should.ThrowAsync<Npgsql.PostgresException>(() => target.Tables.MigrateAsync());
        _trial.Rows("select table_name from information_schema.tables where table_schema = current_schema()").ShouldBeEmpty();

        File.Delete(folder["0099_broken.sql"]);
        await target.Tables.MigrateAsync();
        _trial.Rows("select count(*) from market_analysis_history").ShouldBe(["0"]);
    }

    [Fact]
    public async Task A_script_added_later_is_applied_once()
    {
        await _trial.Open().Tables.MigrateAsync();
        using var folder = new TempFolder();
        foreach (var script in Directory.GetFiles(PostgresTrial.Scripts, "0*.sql")) File.Copy(script, folder[Path.GetFileName(script)]);
        File.WriteAllText(folder["0098_more.sql"], "create table more (x int); insert into more values (1)");
        using var target = new PostgresTarget(_trial.Connection, folder.Path, TrialCatalogue.Small.Columns, _trial.Clock);
        await target.Tables.MigrateAsync();
        await target.Tables.MigrateAsync();
        _trial.Rows("select count(*) from more").ShouldBe(["1"]);
    }

    [Fact]
    public async Task A_database_without_sectors_keeps_its_memberships_and_gains_them_with_the_next_list()
    {
        var tables = _trial.Open().Tables;
        await tables.MigrateAsync();
        await tables.RefreshConstituentsAsync("SP500", ["A", "B"], new DateOnly(2024, 3, 1));
        PostgresSql.Execute(_trial.Connection, """
            drop view index_members, portfolio_exposure;
            alter table index_constituents drop column sector, drop column industry, drop column name;
            create view index_members as select index_name, symbol, first_seen_at as member_from,
                coalesce(became_inactive_at - 1, date '9999-12-31') as member_until from index_constituents;
            update published_shape set fingerprint = 'of the version before'
            """);
        await _trial.Open().Tables.MigrateAsync();
        _trial.Rows("select symbol, member_from, sector, industry from index_members order by symbol").ShouldBe(["A|2024-03-01||", "B|2024-03-01||"]);
        await tables.RefreshConstituentsAsync("SP500", [new IndexMember("A", "Energy", "Coal")], new DateOnly(2024, 3, 4));
        _trial.Rows("select symbol, first_seen_at, became_inactive_at, sector, industry from index_constituents order by symbol")
            .ShouldBe(["A|2024-03-01||Energy|Coal", "B|2024-03-01|2024-03-04||"]);
    }

    [Fact]
    public async Task A_call_before_the_migration_names_the_missing_table() =>
        (await Should.ThrowAsync<ConfigurationException>(() => _trial.Open().Tables.ActiveConstituentsAsync())).Message.ShouldContain("index_constituents");

    [Fact]
    public async Task A_missing_script_directory_is_named()
    {
        using var target = new PostgresTarget(_trial.Connection, "/nowhere/sql/postgres", TrialCatalogue.Small.Columns, _trial.Clock);
        (await Should.ThrowAsync<ConfigurationException>(() => target.Tables.MigrateAsync())).Message.ShouldContain("/nowhere/sql/postgres");
    }

    public void Dispose() => _trial.Dispose();
}
