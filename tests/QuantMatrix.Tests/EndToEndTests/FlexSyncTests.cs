using System.Globalization;
using System.Text;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Tests.Servers;
using QuantMatrix.Tests.UnitTests.Broker;
using static QuantMatrix.Tests.UnitTests.Broker.FlexXml;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>Nightly syncs of the real program against a local Flex server.</summary>
[Trait("class", "slow")]
public sealed class FlexSyncTests : IDisposable
{
    private const string Mon = "20240304", Tue = "20240305";
    private const string Content =
        "SELECT (SELECT quantity FROM positions) AS q, (SELECT string_agg(transaction_id, ' ' ORDER BY transaction_id) FROM trades) AS t";

    private const string Bomb = "<!DOCTYPE lolz [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>";

    private static readonly string Before =
        Document(Statement("U1", Mon, Positions(Position(Mon, 1, "AAA", "4")), Trades(Trade(Mon, 1, "AAA", "4", "t0")), NoMovements));

    private static readonly string Tonight =
        Document(Statement("U1", Tue, Positions(Position(Tue, 1, "AAA", "5")), Trades(Trade(Tue, 1, "AAA", "1", "t1")), NoMovements));

    private static readonly ProviderReply Sent = FlexTrial.Sent, Busy = FlexTrial.Status("Warn", 1019), Throttled = FlexTrial.Status("Warn", 1018);

    private static readonly Dictionary<string, (int Code, string Message, ProviderReply[] Replies)> Nights = new()
    {
        ["success"] = (ExitCode.Ok, "2 inserted, 1 changed, 0 deleted; reconciled", [Sent, ProviderReply.Of(Tonight)]),
        ["1019, then success"] = (ExitCode.Ok, "reconciled", [Sent, Busy, Busy, ProviderReply.Of(Tonight)]),
        ["1019 for SendRequest, then success"] = (ExitCode.Ok, "reconciled", [Busy, Sent, ProviderReply.Of(Tonight)]),
        ["1018, then success"] = (ExitCode.Ok, "reconciled", [Throttled, Sent, Throttled, ProviderReply.Of(Tonight)]),
        ["1017 once"] = (ExitCode.Ok, "reconciled", [Sent, FlexTrial.Status("Fail", 1017), Sent, ProviderReply.Of(Tonight)]),
        ["an XML prolog"] = (ExitCode.Ok, "reconciled", [Sent, ProviderReply.Of("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + Tonight)]),
        ["reset, then success"] = (ExitCode.Ok, "reconciled",
            [ProviderReply.Of(Accident.Reset), Sent, ProviderReply.Of(Accident.Reset), ProviderReply.Of(Tonight)]),
        ["1018 indefinitely"] = (ExitCode.Temporary, "code 1018", [Throttled]),
        ["1019 indefinitely"] = (ExitCode.Temporary, "code 1019", [Sent, Busy]),
        ["1003"] = (ExitCode.DataUnfit, "code 1003", [Sent, FlexTrial.Status("Fail", 1003)]),
        ["1004"] = (ExitCode.Temporary, "code 1004", [FlexTrial.Status("Warn", 1004)]),
        ["1012"] = (ExitCode.Configuration, "code 1012", [FlexTrial.Status("Fail", 1012)]),
        ["1014"] = (ExitCode.Configuration, "IBKR_FLEX_QUERY_ID", [FlexTrial.Status("Fail", 1014)]),
        ["an HTML page"] = (ExitCode.Temporary, "an HTML page", [ProviderReply.Of("<!DOCTYPE html><html><body>Down for maintenance</body></html>")]),
        ["a report truncated in transfer"] = (ExitCode.Temporary, "ibkr:", [Sent, ProviderReply.Of(Tonight) with { Accident = Accident.Half }]),
        ["half a report"] = (ExitCode.Temporary, "the report is truncated", [Sent, ProviderReply.Of(Tonight[..(Tonight.Length / 2)])]),
        ["malformed XML"] = (ExitCode.DataUnfit, "unreadable report",
            [Sent, ProviderReply.Of(Tonight.Replace("<Trades>", "<Trades", StringComparison.Ordinal))]),
        ["an entity bomb"] = (ExitCode.DataUnfit, "document type definition (DTD)",
            [Sent, ProviderReply.Of(Bomb + Tonight.Replace("Nightly", "&b;", StringComparison.Ordinal))]),
        ["a report without statements"] = (ExitCode.DataUnfit, "contains no statement", [Sent, FlexTrial.Report]),
        ["404"] = (ExitCode.Configuration, "QM_IBKR_URL", [ProviderReply.Of(404, "no such page")]),
        ["500 indefinitely"] = (ExitCode.Temporary, "HTTP 500", [ProviderReply.Of(500, "oops")]),
    };

    private readonly ImpatientClock _clock = new();
    private readonly Trial _trial;
    private Func<ProviderCall, ProviderReply> _script = _ => throw new InvalidOperationException("unexpected call");

    public FlexSyncTests()
    {
        _clock.SetUtcNow(new DateTimeOffset(2026, 11, 24, 2, 15, 0, TimeSpan.Zero));
        Server = new ProviderServer(call => _script(call));
        _trial = new Trial
        {
            Time = _clock,
            Variables = new() { ["QM_IBKR_URL"] = $"{Server.Url}", ["IBKR_FLEX_TOKEN"] = FlexTrial.Token, ["IBKR_FLEX_QUERY_ID"] = FlexTrial.QueryId },
        }.With("AAA.csv", "date,open,high,low,close,volume\n2024-03-04,10,11,9,10,1000\n");
    }

    public static TheoryData<string> Names => [.. Nights.Keys];

    private ProviderServer Server { get; }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_sync_ends_with_the_right_exit_code_and_loses_nothing(string name)
    {
        await SyncAsync([Sent, ProviderReply.Of(Before)]);
        var (code, message, replies) = Nights[name];
        (await SyncAsync(replies)).ShouldBe(code, message);
        var stored = code == ExitCode.Ok;
        (await _trial.SqlAsync(Content)).ShouldBe([stored ? "5,t0 t1" : "4,t0"]);
        Archived("*.xml").Length.ShouldBe(stored ? 2 : 1);
        Archived("*.part").ShouldBeEmpty();
    }

    [Fact]
    public async Task The_report_is_archived_as_received_and_can_be_replayed_offline()
    {
        await SyncAsync([Sent, ProviderReply.Of(Before)]);
        var file = Archived("*.xml").ShouldHaveSingleItem();
        File.ReadAllText(file).ShouldBe(Before);
        file.ShouldStartWith(Path.Combine(_trial.Lake, "raw", "ibkr", "2026"));
        Directory.Delete(Path.GetDirectoryName(_trial.Embedded)!, recursive: true);
        var year = Path.GetFileName(Path.GetDirectoryName(file));
        (await _trial.CallAsync("run", "ibkr_flex_sync", "--set", $"ibkr_flex_sync.from_archive={year}")).ShouldBe(ExitCode.Ok, "1 statement of 1 account");
        (await _trial.SqlAsync("SELECT symbol, quantity FROM positions")).ShouldBe(["AAA,4"]);
        Server.Calls.Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_unreadable_report_is_kept_as_broken()
    {
        await SyncAsync(Nights["malformed XML"].Replies);
        Archived("*.xml").ShouldBeEmpty();
        File.ReadAllBytes(Archived("*.broken").ShouldHaveSingleItem()).ShouldBe(Nights["malformed XML"].Replies[1].Body);
    }

    [Fact]
    public async Task Dates_in_every_format_are_the_same_days()
    {
        string[] formats = ["20240305", "2024-03-05", "03/05/2024", "05-MAR-24"];
        string[] clocks = ["20240305;101500", "2024-03-05, 10:15:00", "03/05/2024 10:15:00", "05-MAR-24;101500"];
        var trades = formats.Zip(clocks, (date, clock) => Trade(Tue, 1, "AAA", "1", $"t{date}")
            .Replace($"{Tue};101500", clock, StringComparison.Ordinal).Replace($"Date=\"{Tue}\"", $"Date=\"{date}\"", StringComparison.Ordinal));
        (await SyncAsync([Sent, ProviderReply.Of(Document(Statement("U1", Tue, Trades([.. trades]))))])).ShouldBe(ExitCode.Ok, "4 inserted");
        (await _trial.SqlAsync("SELECT DISTINCT trade_date, report_date, date_time FROM trades")).ShouldBe(["2024-03-05,2024-03-05,2024-03-05T10:15:00"]);
    }

    [Theory]
    [InlineData("tables", "5,t0 t1 t2")]
    [InlineData("1003", "5,t0 t2")]
    [InlineData("1018", "5,t0 t2")]
    [InlineData("1025", "5,t0 t2")]
    public async Task Missing_days_are_asked_for_and_a_failure_costs_nothing(string outcome, string stored)
    {
        const string Wed = "20240306";
        var missing = Document(Statement("U1", Tue, Positions(Position(Tue, 1, "AAA", "5")), Trades(Trade(Tue, 1, "AAA", "1", "t1")), NoMovements));
        var newest = Document(Statement("U1", Wed, Positions(Position(Wed, 1, "AAA", "5")), Trades(Trade(Wed, 1, "AAA", "0", "t2")), NoMovements));
        await SyncAsync([Sent, ProviderReply.Of(Before)]);
        ProviderReply[] gap = outcome == "tables" ? [Sent, ProviderReply.Of(missing)] : [FlexTrial.Status("Fail", outcome)];

        var ended = await SyncAsync([Sent, ProviderReply.Of(newest), .. gap], "--set", "ibkr_flex_sync.fill_gaps=true");

        ended.ShouldBe(ExitCode.Ok, outcome == "tables" ? "reconciled; audits: 2 ran, 2 held"
            : $"no report of the missing days 2024-03-05 to 2024-03-05: ibkr: code {outcome}");
        Server.Calls.Select(c => c.Target).Where(t => t.Contains("fd=", StringComparison.Ordinal)).Distinct()
            .ShouldHaveSingleItem().ShouldEndWith("&v=3&fd=20240305&td=20240305");
        (await _trial.SqlAsync(Content)).ShouldBe([stored]);
    }

    [Fact]
    public async Task Without_a_gap_or_without_the_option_no_other_days_are_asked_for()
    {
        await SyncAsync([Sent, ProviderReply.Of(Before)]);
        await SyncAsync([Sent, ProviderReply.Of(Tonight)], "--set", "ibkr_flex_sync.fill_gaps=true");
        await SyncAsync([Sent, ProviderReply.Of(Document(Statement("U1", "20240308", Positions(), Trades())))]);
        Server.Calls.Count.ShouldBe(6);
    }

    [Fact]
    public async Task The_program_names_itself_and_its_version()
    {
        await SyncAsync([Sent, ProviderReply.Of(Before)]);
        Server.Calls.ShouldAllBe(c => c.Headers["User-Agent"] == $"QuantMatrix/{ProgramVersion.Current.Version}");
    }

    [Fact]
    public async Task An_unknown_section_is_reported_and_the_others_are_stored()
    {
        var report = Document(Statement("U1", Tue, "<Tomorrow><Price symbol=\"AAA\" /></Tomorrow>", Positions(Position(Tue, 1, "AAA", "5"))));
        (await SyncAsync([Sent, ProviderReply.Of(report)])).ShouldBe(ExitCode.Ok, "2 inserted", "unknown names: <Price> (1), <Tomorrow> (1)");
    }

    [Fact]
    public async Task A_report_of_50_megabytes_is_ingested()
    {
        var report = new StringBuilder(50 << 20);
        var filler = new string('x', 1_000);
        var rows = 0;
        while (report.Length < 50 << 20) report.Append(Trade(Tue, 1, "AAA", "1", $"t{rows++}", $"description=\"{filler}\"")).Append('\n');
        (await SyncAsync([Sent, ProviderReply.Of(Document(Statement("U1", Tue, Trades(report.ToString()))))]))
            .ShouldBe(ExitCode.Ok, string.Create(CultureInfo.InvariantCulture, $"{rows:N0} inserted"));
        (await _trial.SqlAsync("SELECT count(*) FROM trades")).ShouldBe([$"{rows}"]);
    }

    public void Dispose()
    {
        _trial.Dispose();
        Server.Dispose();
    }

    /// <summary>Runs one sync and asserts that neither its output nor its files contain a secret.</summary>
    /// <param name="replies">Replies in call order; the last one repeats.</param>
    private async Task<Ended> SyncAsync(ProviderReply[] replies, params string[] more)
    {
        _clock.Advance(TimeSpan.FromDays(1));
        var before = Server.Calls.Count;
        _script = call => replies[Math.Min(call.Number - before, replies.Length) - 1];
        var ended = await _trial.CallAsync(["run", "ibkr_flex_sync", .. more]);
        FlexTrial.ShouldContainNoSecret(ended.Text);
        foreach (var file in Directory.GetFiles(_trial.Data, "*", SearchOption.AllDirectories))
            foreach (var secret in new[] { FlexTrial.Token, FlexTrial.QueryId })
                (await File.ReadAllBytesAsync(file)).AsSpan().IndexOf(Encoding.ASCII.GetBytes(secret)).ShouldBe(-1, file);
        return ended;
    }

    private string[] Archived(string pattern)
    {
        var folder = Path.Combine(_trial.Lake, "raw");
        return Directory.Exists(folder) ? Directory.GetFiles(folder, pattern, SearchOption.AllDirectories) : [];
    }
}
