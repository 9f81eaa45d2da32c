using QuantMatrix.Batch.Doctor;
using QuantMatrix.Publish;
using QuantMatrix.Publish.Postgres;
using QuantMatrix.Publish.Redis;

namespace QuantMatrix.Tests.UnitTests.Doctor;

public sealed class ServerRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    private static readonly PostgresState Whole = new("Postgres at db:5432", "17.1", "nightly", "public")
    {
        ClientOptions = "-h db -p 5432 -d market", Tables = 9, IsCurrent = true,
    };

    private static readonly RedisState Redis = new("Redis at r:6379") { Version = "7.2.4", User = "default", MaxMemoryPolicy = "noeviction", Denied = [] };

    [Theory]
    [InlineData(21, 0, true, "ok", "in 21 days")]
    [InlineData(20, 23, true, "warn", "in 20 days; expected at least 21")]
    [InlineData(0, 1, true, "warn", "in 0 days")]
    [InlineData(0, 0, true, "fail", "expired on 2026-03-04: connections are refused")]
    [InlineData(-1, 0, false, "warn", "expired on 2026-03-03; this connection string does not verify it")]
    public void A_certificate_is_renewed_three_weeks_before_its_end(int days, int hours, bool isVerified, string level, string text) => ServerRules
        .Certificate("postgres", new("CN=db", Now.UtcDateTime.AddDays(days).AddHours(hours), isVerified), Now).ShouldSay(level, text);

    [Fact]
    public void A_server_with_all_rights_and_this_schema_is_ok() => Texts(ServerRules.Of(Whole)).ShouldBe(
    [
        "ok Postgres at db:5432: version 17.1, role nightly, schema public", "ok a run may read and write every table", "ok as this version defines it",
    ]);

    [Fact]
    public void Each_lack_of_a_Postgres_role_is_a_failure_of_its_own()
    {
        Texts(ServerRules.Of(Whole with { Schema = null })).ShouldHaveSingleItem().ShouldContain("no schema of the search path exists or may be used");
        ServerRules.Of(Whole with { IsReadOnly = true }).First().ShouldSay("fail", "can only read; expected the primary server");
        var empty = Whole with { Tables = 0, IsCurrent = false };
        ServerRules.Of(empty).Last().ShouldSay("fail", "no tables yet, and nightly may not create any in schema public");
        ServerRules.Of(empty with { CanCreateTables = true }).Last().ShouldSay("ok", "no tables yet; the role may create them");
        var poor = ServerRules.Of(Whole with { MissingRights = ["insert on job_run", "select on published_shape"] }).ElementAt(1);
        poor.ShouldSay("fail", "nightly lacks insert on job_run and 1 other right");
        poor.Fix.ShouldBe("psql -h db -p 5432 -d market -U OWNER -f sql/postgres/roles.sql -c 'grant quantmatrix_run to nightly'");
        var old = Whole with { IsCurrent = false };
        ServerRules.Of(old).Last().ShouldSay("fail", "of another version, and nightly may not migrate it");
        ServerRules.Of(old with { OwnsTables = true }).Last().ShouldSay("fail", "may not migrate it");
        ServerRules.Of(old with { OwnsTables = true, CanCreateTables = true }).Last().ShouldSay("ok", "the next run migrates it");
    }

    [Fact]
    public void Each_fault_of_a_Redis_is_named()
    {
        Texts(ServerRules.Of(Redis)).ShouldBe(["ok Redis at r:6379: version 7.2.4, user default", "ok the commands and keys of a run are allowed"]);
        ServerRules.Of(Redis with { Version = "6.2.1" }).First().ShouldSay("fail", "expected version 7 or later");
        ServerRules.Of(Redis with { Version = "10.0.0" }).First().ShouldSay("ok", "version 10.0.0");
        ServerRules.Of(Redis with { Asked = "default" }).First().ShouldSay("ok", "user default");
        ServerRules.Of(Redis with { Asked = "me" }).First().ShouldSay("fail", "the server rejected user me");
        ServerRules.Of(Redis with { IsReplica = true }).First().ShouldSay("fail", "a replica");
        ServerRules.Of(Redis with { Denied = ["set screen:x"] }).ElementAt(1).ShouldSay("fail", "default may not set screen:x");
        ServerRules.Of(Redis with { Denied = null, User = null }).ElementAt(1).ShouldSay("ok", "not tested");
        ServerRules.Of(Redis with { MaxMemoryPolicy = "allkeys-lru" }).Last().ShouldSay("warn", "maxmemory-policy is allkeys-lru");
        ServerRules.Of(Redis with { MaxMemoryPolicy = null, Version = null }).Count().ShouldBe(2);
    }

    private static IEnumerable<string> Texts(IEnumerable<Checkup> findings) => findings.Select(f => $"{f.Level} {f.Found}".Replace("Ok", "ok"));
}
