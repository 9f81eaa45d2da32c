using QuantMatrix.Batch.Graph;
using static QuantMatrix.Tests.UnitTests.Broker.FlexXml;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>Missing days of an account, and accounts in several queries.</summary>
public sealed partial class FlexTokensTests
{
    [Fact]
    public async Task Missing_days_are_asked_of_the_query_that_reports_the_account()
    {
        await SyncAsync();
        (answers[First], answers[Second], answers[Third]) = (Report("U1", Tue, "a2"), Report("U2", Wed, "b3"), Report("U3", Tue, "c2"));
        answers[Second + Tue] = Report("U2", Tue, "b2");

        (await SyncAsync("--set", "ibkr_flex_sync.fill_gaps=true")).ShouldBe(ExitCode.Ok, "4 statements of 3 accounts");

        var gap = server.Calls.Where(c => c["fd"] is not null).ShouldHaveSingleItem();
        (gap["t"], gap["q"], gap["fd"], gap["td"]).ShouldBe((Mine, Second, Tue, Tue));
        Archived($"*-q2-{Tue}.xml").ShouldHaveSingleItem();
        (await StoredAsync()).ShouldBe("U1 a1 a2,U2 b1 b2 b3,U3 c1 c2");
    }

    [Fact]
    public async Task A_failure_to_fill_a_gap_names_the_query_and_costs_nothing()
    {
        await SyncAsync();
        (answers[Second], answers[Second + Tue]) = (Report("U2", Wed, "b3"), "1003");
        (await SyncAsync("--set", "ibkr_flex_sync.fill_gaps=true")).ShouldBe(ExitCode.Ok,
            "fill_gaps: line 3 of IBKR_FLEX_TOKENS_FILE: no report of the missing days 2024-03-05 to 2024-03-05: ibkr: code 1003");
        (await StoredAsync()).ShouldBe("U1 a1,U2 b1 b3,U3 c1");
    }

    [Fact]
    public async Task Missing_days_of_an_account_in_two_queries_are_asked_of_both()
    {
        answers[Third] = answers[Second];
        await SyncAsync();
        answers[Second] = answers[Third] = Report("U2", Wed, "b3");
        answers[Second + Tue] = Document(Statement("U2", Tue, Positions(Position(Tue, 1, "AAA", "4"))));
        answers[Third + Tue] = Document(Statement("U2", Tue, Trades(Trade(Tue, 1, "AAA", "0", "b2"))));

        (await SyncAsync("--set", "ibkr_flex_sync.fill_gaps=true")).ShouldBe(ExitCode.Ok, "5 statements of 2 accounts");

        server.Calls.Where(c => c["fd"] is not null).Select(c => c["q"]).ShouldBe([Second, Third]);
        (await StoredAsync()).ShouldBe("U1 a1,U2 b1 b2 b3");
    }

    /// <summary>Positions by one query and trades by another, or the same rows by both.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_account_in_two_queries_has_the_rows_of_both(bool same)
    {
        if (same) (answers[Second], answers[Third]) = (answers[First], answers[First]);
        else
        {
            answers[First] = Document(Statement("U1", Mon, Positions(Position(Mon, 1, "AAA", "4"))));
            answers[Second] = answers[Third] = Document(Statement("U1", Mon, Trades(Trade(Mon, 1, "AAA", "4", "a1"))));
        }
        (await SyncAsync()).ShouldBe(ExitCode.Ok, "3 statements of 1 account");
        (await StoredAsync()).ShouldBe("U1 a1");
        (await trial.SqlAsync("SELECT account_id, quantity FROM positions")).ShouldBe(["U1,4"]);
        (await SyncAsync()).ShouldBe(ExitCode.Ok, "no change");
    }
}
