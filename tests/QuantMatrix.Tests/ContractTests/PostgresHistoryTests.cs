using Npgsql;
using QuantMatrix.Publish;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.ContractTests;

/// <summary>Immutability of the history as enforced by the server.</summary>
[Trait("class", "servers")]
public sealed class PostgresHistoryTests(PostgresTestDatabase database) : IClassFixture<PostgresTestDatabase>, IAsyncLifetime, IDisposable
{
    private readonly PostgresTrial _trial = new(database.Connection);

    private ITables Tables { get; set; } = null!;

    public async Task InitializeAsync()
    {
        Tables = _trial.Open().Tables;
        await Tables.MigrateAsync();
        var rows = TrialBatch.Of(TrialCatalogue.Small, new TrialRow("AAA", "2024-03-01"), new TrialRow("AAA", "1999-12-31"));
        await Tables.AppendHistoryAsync(rows, "run1", null);
    }

    public static TheoryData<string> Changes =>
    [
        "update market_analysis_history set close = 0",
        "update market_analysis_history set payload = payload where symbol = 'AAA'",
        "update market_analysis_history_2024_03 set close = 0",
        "delete from market_analysis_history",
        "delete from market_analysis_history_1999_12",
        "truncate market_analysis_history",
        "truncate market_analysis_history_2024_03",
        "insert into market_analysis_history select * from market_analysis_history on conflict (symbol, date, revision) do update set close = 0",
        "merge into market_analysis_history h using (select 1) o on true when matched then delete",
        "set session_replication_role = replica; delete from market_analysis_history",
        "set session_replication_role = replica; truncate market_analysis_history_2024_03",
    ];

    [Theory]
    [MemberData(nameof(Changes))]
    public void Even_the_owner_and_superuser_cannot_change_the_history(string statement)
    {
        var before = _trial.Rows("select * from market_analysis_history order by date");
        var fault = Should.Throw<PostgresException>(() => PostgresSql.Execute(_trial.Connection, statement));
        fault.SqlState.ShouldBe(PostgresErrorCodes.RestrictViolation);
        fault.MessageText.ShouldContain("is not allowed: recorded rows are immutable; add a new revision");
        _trial.Rows("select * from market_analysis_history order by date").ShouldBe(before);
    }

    [Fact]
    public void Each_month_has_a_partition_created_on_demand() => _trial.Rows("""
        select inhrelid::regclass::text, pg_get_expr(relpartbound, inhrelid) from pg_inherits join pg_class on oid = inhrelid
        where inhparent = 'market_analysis_history'::regclass order by 1
        """).ShouldBe(
    [
        "market_analysis_history_1999_12|FOR VALUES FROM ('1999-12-01') TO ('2000-01-01')",
        "market_analysis_history_2024_03|FOR VALUES FROM ('2024-03-01') TO ('2024-04-01')",
    ]);

    [Fact]
    public async Task A_reader_does_not_block_on_a_new_partition()
    {
        await using var writer = NpgsqlDataSource.Create(_trial.Connection);
        await using var open = await writer.OpenConnectionAsync();
        await using var transaction = await open.BeginTransactionAsync();
        await using (var create = new NpgsqlCommand("select market_analysis_history_partition('2031-07-15')", open)) await create.ExecuteNonQueryAsync();
        _trial.Rows("set lock_timeout = 100; select count(*) from market_analysis_history").ShouldBe(["2"]);
    }

    [Fact]
    public void Columns_and_views_have_comments_in_the_database()
    {
        _trial.Rows("""
            select col_description('market_analysis_cache'::regclass, attnum) from pg_attribute
            where attrelid = 'market_analysis_cache'::regclass and attname = 'high_52w'
            """).ShouldBe(["Meaning of high_52w [Price] f(close)"]);
        _trial.Rows("select obj_description('index_members'::regclass)")[0].ShouldContain("DATE '2024-03-01' BETWEEN member_from AND member_until");
    }

    public void Dispose() => _trial.Dispose();

    Task IAsyncLifetime.DisposeAsync() => Task.CompletedTask;
}
