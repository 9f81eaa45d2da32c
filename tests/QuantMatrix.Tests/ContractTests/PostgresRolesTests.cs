using Npgsql;
using QuantMatrix.Broker.Flex.Reader;
using QuantMatrix.Broker.Flex.Sections;
using QuantMatrix.MarketData.Calendar;
using QuantMatrix.Model;
using QuantMatrix.Publish;
using QuantMatrix.Tests.Servers;
using QuantMatrix.Tests.UnitTests.Broker;

namespace QuantMatrix.Tests.ContractTests;

/// <summary>The grants of <c>sql/postgres/roles.sql</c> are sufficient and minimal.</summary>
[Trait("class", "servers")]
public sealed class PostgresRolesTests(PostgresTestDatabase database) : IClassFixture<PostgresTestDatabase>, IAsyncLifetime, IDisposable
{
    private readonly PostgresTrial _trial = new(database.Connection);
    private readonly string _nightly = $"nightly_{Guid.NewGuid():N}", _dashboard = $"dashboard_{Guid.NewGuid():N}";

    public async Task InitializeAsync()
    {
        await _trial.Open().Tables.MigrateAsync();
        PostgresSql.Execute(_trial.Connection, File.ReadAllText(Path.Combine(PostgresTrial.Scripts, "roles.sql")));
        PostgresSql.Execute(_trial.Connection, $"create role {_nightly} login password 'night' in role quantmatrix_run");
        PostgresSql.Execute(_trial.Connection, $"create role {_dashboard} login password 'day' in role quantmatrix_read");
    }

    [Fact]
    public async Task The_run_role_can_do_everything_a_run_does()
    {
        using var target = _trial.Open(settings: Nightly, run: new("run1", "host", 1, "root", DateTimeOffset.UnixEpoch));
        var tables = target.Tables;
        await tables.MigrateAsync();
        (await target.Lease!.TryTakeAsync(default)).ShouldBeNull();
        var (a, b) = (new TrialRow("AAA", "2024-03-01"), new TrialRow("BBB", "2024-04-01"));
        await PublishAsync(tables, a, b);
        (await PublishAsync(tables, a.With("close", 90.0))).ShouldBe(new PublishCount(0, 1, 1, 0));
        (await tables.AppendHistoryAsync(TrialBatch.Of(TrialCatalogue.Small, a, b), "run1", null)).ShouldBeCounts(added: 2);
        (await tables.AppendHistoryAsync(TrialBatch.Of(TrialCatalogue.Small, a.With("close", 90.0)), "run2", "split")).ShouldBeCounts(restated: 1);
        await tables.RefreshConstituentsAsync("SP500", ["A", "B"], new DateOnly(2024, 3, 1));
        await tables.RefreshConstituentsAsync("SP500", ["B"], new DateOnly(2024, 3, 4));
        (await tables.MembersAsync("SP500", new DateOnly(2024, 3, 4))).ShouldBe(["B"]);
        (await tables.RecordedSymbolsAsync(new(2024, 1, 1), new(2024, 12, 31))).Count.ShouldBe(2);
        var job = new JobRun("run1", "j", "k", JobOutcome.Ok, _trial.Clock.GetUtcNow(), _trial.Clock.GetUtcNow(), "s");
        await tables.RecordJobsAsync([job]);
        await tables.RecordJobsAsync([job]);
        await IngestAsync(tables, "1");
        (await IngestAsync(tables, "2")).Tables["positions"].Updated.ShouldBe(1);
        target.Read(["market_analysis_history_known"], (_, rows) => rows.Read().ShouldBeTrue());
    }

    [Theory]
    [InlineData("update market_analysis_history set close = 0")]
    [InlineData("delete from market_analysis_history")]
    [InlineData("truncate market_analysis_history")]
    [InlineData("delete from market_analysis_history_2024_03")]
    [InlineData("truncate market_analysis_history_2024_03")]
    [InlineData("drop table market_analysis_history")]
    [InlineData("alter table market_analysis_history disable trigger all")]
    [InlineData("alter table market_analysis_cache add column mine text")]
    [InlineData("create table mine (x int)")]
    public async Task The_run_role_cannot_change_the_history_or_the_schema(string statement)
    {
        using var target = _trial.Open(settings: Nightly);
        await target.Tables.AppendHistoryAsync(TrialBatch.Of(TrialCatalogue.Small, new TrialRow("AAA", "2024-03-01")), "run1", null);
        Refused(Nightly, statement);
        _trial.Rows("select close from market_analysis_history").ShouldBe(["101"]);
    }

    [Fact]
    public async Task The_read_role_can_only_read()
    {
        await _trial.Open().Tables.AppendHistoryAsync(TrialBatch.Of(TrialCatalogue.Small, new TrialRow("AAA", "2031-03-03")), "run1", null);
        PostgresSql.Rows(As(Dashboard), "select symbol from market_analysis_history_latest where date = '2031-03-03'").ShouldBe(["AAA"]);
        string[] tables = ["market_analysis_cache", "market_analysis_history", "index_constituents", "job_run"];
        foreach (var table in tables)
        {
            PostgresSql.Execute(As(Dashboard), $"select * from {table}");
            Refused(Dashboard, $"insert into {table} default values");
            Refused(Dashboard, $"delete from {table}");
        }
        Refused(Dashboard, "select market_analysis_history_partition('2031-03-03')");
    }

    [Fact]
    public void Accounts_are_readable_by_the_portfolio_role_only()
    {
        string[] tables = ["account_statements", "tie_out_breaks", "tie_out_checks", .. FlexSections.Tables.Select(t => t.Name)];
        var views = Directory.GetFiles(Path.Combine(Fixtures.Repository, "sql", "portfolio")).Select(f => Path.GetFileNameWithoutExtension(f)).ToList();
        foreach (var name in tables.Concat(views)) Refused(Dashboard, $"select * from {name}");
        PostgresSql.Execute(_trial.Connection, $"grant quantmatrix_portfolio to {_dashboard}");
        foreach (var view in views) PostgresSql.Execute(As(Dashboard), $"select * from {view}");
        foreach (var table in tables)
        {
            PostgresSql.Execute(As(Dashboard), $"select * from {table}");
            Refused(Dashboard, $"delete from {table}");
        }
    }

    [Fact]
    public async Task A_role_without_ddl_rights_fails_only_when_a_migration_is_needed()
    {
        using var same = _trial.Open(settings: Nightly);
        await same.Tables.MigrateAsync();
        using var grown = _trial.Open(TrialCatalogue.Grown, Nightly);
        var fault = await Should.ThrowAsync<ConfigurationException>(() => grown.Tables.MigrateAsync());
        fault.Message.ShouldContain("Run once with QM_POSTGRES set to the owner role");
        await _trial.Open(TrialCatalogue.Grown).Tables.MigrateAsync();
        await grown.Tables.MigrateAsync();
        var row = new TrialRow("AAA", "2024-03-01").With("adx_14", 20.0);
        (await grown.Tables.PublishCacheAsync(TrialBatch.Of(TrialCatalogue.Grown, row), "run1")).Inserted.ShouldBe(1);
    }

    public void Dispose()
    {
        _trial.Dispose();
        foreach (var role in new[] { _nightly, _dashboard }) PostgresSql.Execute(_trial.Connection, $"drop role {role}");
    }

    Task IAsyncLifetime.DisposeAsync() => Task.CompletedTask;

    /// <summary>A statement that reports every table.</summary>
    internal static async Task<StatementResult> IngestAsync(ITables tables, string quantity)
    {
        using var folder = new TempFolder();
        var positions = FlexXml.Positions(FlexXml.Position("20240304", 1, "AAA", quantity), FlexXml.Lot("20240304", 1, "AAA", quantity, "t1"));
        File.WriteAllText(folder["r.xml"], FlexXml.Document(FlexXml.Statement("U1", "20240304", [positions, .. Sections])));
        var (report, calendar) = (FlexReport.Open(folder["r.xml"], FlexXml.Today), CalendarFiles.Read(Fixtures.Repository));
        report.Statements[0].Tables.ShouldBe(FlexSections.Tables.Select(t => t.Name), ignoreOrder: true);
        var entry = new StatementEntry(report.Statements[0], "run1", calendar, new Dictionary<string, string>());
        return await tables.IngestStatementAsync(entry, report.Read().SelectMany(s => s.Rows));
    }

    private static readonly string[] Sections =
    [
        FlexXml.Trades(FlexXml.Trade("20240304", 9, "ZZZ", "1", "t0"), $"{new FlexClosedLot("20240304", "1", "10", "1")}"), "<CashTransactions />",
        "<ChangeInDividendAccruals />", "<InterestAccruals />", "<CashReport />", "<EquitySummaryInBase />", "<FIFOPerformanceSummaryInBase />",
        "<Transfers />", "<OptionEAE />", "<CorporateActions />", "<ChangeInNAV fromDate=\"20240304\" toDate=\"20240304\" />",
    ];

    private static Task<PublishCount> PublishAsync(ITables tables, params TrialRow[] rows) =>
        tables.PublishCacheAsync(TrialBatch.Of(TrialCatalogue.Small, rows), "run1");

    private void Nightly(NpgsqlConnectionStringBuilder settings) => (settings.Username, settings.Password) = (_nightly, "night");

    private void Dashboard(NpgsqlConnectionStringBuilder settings) => (settings.Username, settings.Password) = (_dashboard, "day");

    private string As(Action<NpgsqlConnectionStringBuilder> role)
    {
        var settings = new NpgsqlConnectionStringBuilder(_trial.Connection);
        role(settings);
        return settings.ConnectionString;
    }

    private void Refused(Action<NpgsqlConnectionStringBuilder> role, string statement) =>
        Should.Throw<PostgresException>(() => PostgresSql.Execute(As(role), statement)).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
}
