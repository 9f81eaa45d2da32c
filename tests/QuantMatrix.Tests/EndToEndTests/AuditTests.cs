using QuantMatrix.Batch.Graph;
using QuantMatrix.Tests.ContractTests;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>Audits of a project of its own, run with the chain and by the command.</summary>
[Trait("class", "slow")]
public sealed class AuditTests : IDisposable
{
    private static readonly string[] Standard = ["cache_is_the_newest_features", "features_stand_on_stored_bars", "history_revisions_count_up",
        "intraday_fits_daily", "members_have_one_open_interval", "price_data_keeps_the_bar_rules", "price_data_keys_are_unique"];

    private readonly TempFolder home = new();
    private readonly Trial trial;

    public AuditTests()
    {
        File.CreateSymbolicLink(home["jobs.yaml"], Path.Combine(Fixtures.Repository, "jobs.yaml"));
        Directory.CreateSymbolicLink(home["data"], Path.Combine(Fixtures.Repository, "data"));
        Directory.CreateDirectory(Audits);
        foreach (var file in Directory.GetFiles(Path.Combine(Fixtures.Repository, "sql", "audits")))
            File.Copy(file, Path.Combine(Audits, Path.GetFileName(file)));
        trial = new Trial { Home = home.Path };
        Market.Write(trial.Replay, symbols: 3, sessions: 260);
    }

    private string Audits => Path.Combine(home.Path, "sql", "audits");

    [Fact]
    public async Task The_chain_ends_with_every_audit_but_those_of_other_chains()
    {
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok, "  6 audits: 6 ok");
        (await trial.CallAsync("audit")).ShouldBe(ExitCode.Ok,
            string.Concat(Standard.Select(name => $"{name,-30}  ok\n")), "tie_out_nav                     ok\n", "11 audits: 11 ok");
    }

    [Fact]
    public async Task Rows_of_a_blocking_audit_fail_the_chain_as_unfit_data_and_are_named()
    {
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        Repeat("market_analysis_history", "revision = 3, reason = NULL", "symbol = 'S01'");

        (await trial.RunAsync()).ShouldBe(ExitCode.DataUnfit, "  failed   6 audits: 5 ok, 1 failed (history_revisions_count_up 5 rows)",
            "    history_revisions_count_up: 5 rows: symbol S01, date ", "revisions 2, newest 3; rule: Revisions of a recorded day count 1, 2, 3 …");
        (await trial.CallAsync("audit")).ShouldBe(ExitCode.DataUnfit, "history_revisions_count_up      5 rows  blocking  Revisions of a recorded day",
            "    symbol S01, date ", "11 audits: 10 ok, 1 failed (history_revisions_count_up 5 rows)");
    }

    [Fact]
    public async Task Rows_of_a_warning_audit_make_the_chain_partial()
    {
        Write("volume_is_large.sql",
            "-- Volume is large.\n-- severity: warning\nSELECT symbol, date FROM price_data WHERE volume < 1e12 ORDER BY symbol, date");
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok, "  partial  7 audits: 6 ok, 1 with warnings (volume_is_large 780 rows)",
            "    volume_is_large: 780 rows: symbol S00, date ", "; rule: Volume is large.");
        (await trial.CallAsync("audit")).ShouldBe(ExitCode.Ok, "  780 rows  warning  Volume is large.");
    }

    [Fact]
    public async Task An_audit_without_a_severity_is_blocking()
    {
        Write("no_bars.sql", "-- No bars.\nSELECT symbol FROM price_data");
        (await trial.RunAsync()).ShouldBe(ExitCode.DataUnfit, "1 failed (no_bars 780 rows)");
    }

    [Theory]
    [InlineData("SELEC symbol FROM price_data", "Parser Error")]
    [InlineData("SELECT nothing FROM price_data", "Binder Error")]
    [InlineData("SELECT symbol FROM no_such_table", "Catalog Error")]
    [InlineData("SELECT CAST(symbol AS INTEGER) FROM price_data", "Conversion Error")]
    public async Task A_broken_audit_is_a_fault_of_the_configuration_with_its_file_and_reason(string sql, string reason)
    {
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        Write("broken.sql", $"-- Broken.\n{sql}");
        var file = Path.Combine(Audits, "broken.sql");
        (await trial.CallAsync("run", "audit")).ShouldBe(ExitCode.Configuration, $"{file}: the audit cannot run: {reason}");
        (await trial.CallAsync("audit")).ShouldBe(ExitCode.Configuration, $"{file}: the audit cannot run: {reason}");
    }

    [Fact]
    public async Task Every_fault_of_the_headers_is_reported_at_once()
    {
        Write("first.sql", "-- Title.\n-- severity: fatal\nSELECT 1 WHERE false");
        Write("second.sql", "SELECT 1 WHERE false");
        (await trial.CallAsync("audit")).ShouldBe(ExitCode.Configuration,
            $"{Path.Combine(Audits, "first.sql")}:2: unknown severity 'fatal'; expected warning or blocking\n",
            $"{Path.Combine(Audits, "second.sql")}:1: no title; expected a comment line");
    }

    [Fact]
    public async Task Named_audits_run_alone_and_an_unknown_name_is_a_fault()
    {
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        (await trial.CallAsync("run", "audit", "--set", "audit.audits=tie_out_nav,price_data_keys_are_unique")).ShouldBe(ExitCode.Ok, "2 audits: 2 ok");
        (await trial.CallAsync("run", "audit", "--set", "audit.audits=price_data_keys")).ShouldBe(ExitCode.Configuration,
            "unknown audit 'price_data_keys'; did you mean 'price_data_keys_are_unique'?");
    }

    [Fact]
    public async Task Before_the_first_run_there_is_nothing_to_audit() =>
        (await trial.CallAsync("audit")).ShouldBe(ExitCode.DataUnfit, "nothing to audit before the first run");

    public void Dispose()
    {
        trial.Dispose();
        home.Dispose();
    }

    private void Write(string name, string sql) => File.WriteAllText(Path.Combine(Audits, name), sql);

    /// <summary>Adds copies of published rows with some values changed, as a faulty program might.</summary>
    private void Repeat(string table, string changes, string where) => EmbeddedTrial.Change(trial.Embedded,
        $"create temp table copies as select * from {table} where {where}; update copies set {changes}; insert into {table} select * from copies");
}
