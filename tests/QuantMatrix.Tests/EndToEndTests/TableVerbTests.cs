using System.Text.Json;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Tests.ContractTests;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>The commands that print lines for people print the same facts as tables.</summary>
public sealed class TableVerbTests : IDisposable
{
    private readonly Trial trial = new();

    public TableVerbTests() => Market.Write(trial.Replay, symbols: 2, sessions: 60);

    public void Dispose() => trial.Dispose();

    [Fact]
    public async Task Jobs_chains_and_schedules_are_rows_of_one_table()
    {
        var rows = await JsonAsync(ExitCode.Ok, "jobs");
        rows.Select(r => Text(r, "type")).Distinct().ShouldBe(["job", "chain", "schedule"]);
        var job = rows.Single(r => Text(r, "name") == "recompute_indicators_universe");
        Text(job, "kind").ShouldBe("recompute_indicators_universe");
        Text(job, "after").ShouldNotBeNull();
        Text(job, "cron").ShouldBeNull();
        rows.Where(r => Text(r, "type") == "schedule").ShouldAllBe(r => Text(r, "cron") != null && Text(r, "target") != null);
    }

    [Fact]
    public async Task Audits_checks_and_the_status_are_tables()
    {
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        var audits = await JsonAsync(ExitCode.Ok, "audit");
        audits.Count.ShouldBe(Directory.GetFiles(Path.Combine(Fixtures.Repository, "sql", "audits"), "*.sql").Length);
        audits.ShouldAllBe(r => Text(r, "result") == "ok" && r.GetProperty("rows").GetInt64() == 0);
        (await JsonAsync(ExitCode.Ok, "verify", "--recompute", "0")).ShouldAllBe(r => Text(r, "result") == "ok" || Text(r, "result") == "note");
        var status = (await JsonAsync(ExitCode.Ok, "status")).ShouldHaveSingleItem();
        Text(status, "verdict")!.ShouldStartWith("FRESH");
        status.GetProperty("exit").GetInt32().ShouldBe(ExitCode.Ok);
        Text(status, "run_status").ShouldBe("partial", "a file has rows that break a rule");
        Text(status, "failing").ShouldBeNull();
    }

    [Fact]
    public async Task A_finding_is_a_row_and_the_exit_code_stays()
    {
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        EmbeddedTrial.Change(trial.Embedded, "UPDATE market_analysis_cache SET sma_50 = sma_50 + 0.01");
        var findings = (await JsonAsync(ExitCode.DataUnfit, "verify")).Where(r => Text(r, "result") == "finding").ToList();
        findings.ShouldNotBeEmpty();
        findings.ShouldAllBe(r => Text(r, "text")!.Contains("sma_50"));
        EmbeddedTrial.Change(trial.Embedded, """
            INSERT INTO index_constituents SELECT * REPLACE (DATE '1999-01-04' AS first_seen_at) FROM index_constituents WHERE symbol = 'S01'
            """);
        (await JsonAsync(ExitCode.DataUnfit, "audit")).Count(r => Text(r, "result") == "blocking" && Text(r, "sample") != null).ShouldBePositive();
    }

    private async Task<List<JsonElement>> JsonAsync(int code, params string[] command)
    {
        var ended = await trial.CallAsync([.. command, "--format", "json"]);
        ended.ShouldBe(code);
        return [.. JsonDocument.Parse(ended.Output).RootElement.EnumerateArray()];
    }

    private static string? Text(JsonElement row, string name) => row.GetProperty(name).GetString();
}
