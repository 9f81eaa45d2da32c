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
        _trial.Rows("select scriptname from published_script").ShouldBe(["0001_history_is_immutable.sql"]);
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
        File.WriteAllText(folder["0002_more.sql"], "create table more (x int); insert into more values (1)");
        using var target = new PostgresTarget(_trial.Connection, folder.Path, TrialCatalogue.Small.Columns, _trial.Clock);
        await target.Tables.MigrateAsync();
        await target.Tables.MigrateAsync();
        _trial.Rows("select count(*) from more").ShouldBe(["1"]);
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
