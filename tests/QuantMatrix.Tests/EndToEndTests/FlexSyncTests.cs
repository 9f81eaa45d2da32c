using System.Globalization;
using System.Text;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Tests.Servers;
using QuantMatrix.Tests.UnitTests.Broker;
using static QuantMatrix.Tests.UnitTests.Broker.FlexXml;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>Nightly syncs of the real program against the broker's service, played by a server on this machine.</summary>
public sealed class FlexSyncTests : IDisposable
{
    private const string Mon = "20240304", Tue = "20240305";

    private static readonly string Before = Report(Statement("U1", Mon, Positions(Position(Mon, 1, "AAA", "4")), Trades(Trade(Mon, 1, "AAA", "4", "t0"))));
    private static readonly string Tonight = Report(Statement("U1", Tue, Positions(Position(Tue, 1, "AAA", "5")), Trades(Trade(Tue, 1, "AAA", "1", "t1"))));

    private static readonly ProviderReply Sent = FlexTrial.Sent, Busy = FlexTrial.Status("Warn", 1019), Throttled = FlexTrial.Status("Warn", 1018);

    private static readonly Dictionary<string, (int Code, string Said, ProviderReply[] Replies)> Nights = new()
    {
        ["success"] = (ExitCode.Ok, "2 rows new, 1 changed, 0 gone, all ties out", [Sent, ProviderReply.Of(Tonight)]),
        ["1019, then success"] = (ExitCode.Ok, "all ties out", [Sent, Busy, Busy, ProviderReply.Of(Tonight)]),
        ["1019 when ordered, then success"] = (ExitCode.Ok, "all ties out", [Busy, Sent, ProviderReply.Of(Tonight)]),
        ["1018, then success"] = (ExitCode.Ok, "all ties out", [Throttled, Sent, Throttled, ProviderReply.Of(Tonight)]),
        ["1017 once"] = (ExitCode.Ok, "all ties out", [Sent, FlexTrial.Status("Fail", 1017), Sent, ProviderReply.Of(Tonight)]),
        ["an XML prolog"] = (ExitCode.Ok, "all ties out", [Sent, ProviderReply.Of("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + Tonight)]),
        ["reset, then success"] = (ExitCode.Ok, "all ties out", [ProviderReply.Of(Accident.Reset), Sent, ProviderReply.Of(Accident.Reset), ProviderReply.Of(Tonight)]),
        ["1018 for ever"] = (ExitCode.Temporary, "code 1018", [Throttled]),
        ["1019 for ever"] = (ExitCode.Temporary, "code 1019", [Sent, Busy]),
        ["1003"] = (ExitCode.DataUnfit, "code 1003", [Sent, FlexTrial.Status("Fail", 1003)]),
        ["1004"] = (ExitCode.Temporary, "code 1004", [FlexTrial.Status("Warn", 1004)]),
        ["1012"] = (ExitCode.Configuration, "code 1012", [FlexTrial.Status("Fail", 1012)]),
        ["1014"] = (ExitCode.Configuration, "IBKR_FLEX_QUERY_ID", [FlexTrial.Status("Fail", 1014)]),
        ["a page"] = (ExitCode.Temporary, "an HTML page", [ProviderReply.Of("<!DOCTYPE html><html><body>Down for maintenance</body></html>")]),
        ["a report cut on its way"] = (ExitCode.Temporary, "ibkr:", [Sent, ProviderReply.Of(Tonight) with { Accident = Accident.Half }]),
        ["half a report"] = (ExitCode.Temporary, "the report is cut", [Sent, ProviderReply.Of(Tonight[..(Tonight.Length / 2)])]),
        ["broken in the middle"] = (ExitCode.DataUnfit, "the report cannot be read", [Sent, ProviderReply.Of(Tonight.Replace("<Trades>", "<Trades", StringComparison.Ordinal))]),
        ["a bomb"] = (ExitCode.DataUnfit, "document type definition (DTD)", [Sent, ProviderReply.Of($"<!DOCTYPE lolz [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>{Tonight.Replace("Nightly", "&b;", StringComparison.Ordinal)}")]),
        ["a report that is no statement"] = (ExitCode.DataUnfit, "holds no statement", [Sent, FlexTrial.Report]),
        ["404"] = (ExitCode.Configuration, "QM_IBKR_URL", [ProviderReply.Of(404, "no such page")]),
        ["500 for ever"] = (ExitCode.Temporary, "HTTP 500", [ProviderReply.Of(500, "oops")]),
    };

    private readonly ImpatientClock _clock = new();
    private readonly Trial _trial;
    private Func<ProviderCall, ProviderReply> _script = _ => throw new InvalidOperationException("nobody should ask");

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
    public async Task A_night_ends_with_the_right_code_and_loses_nothing(string name)
    {
        await SyncAsync([Sent, ProviderReply.Of(Before)]);
        var (code, said, replies) = Nights[name];
        (await SyncAsync(replies)).ShouldBe(code, said);
        var taken = code == ExitCode.Ok;
        (await _trial.SqlAsync("SELECT (SELECT quantity FROM positions) AS q, (SELECT string_agg(transaction_id, ' ' ORDER BY transaction_id) FROM trades) AS t")).ShouldBe([taken ? "5,t0 t1" : "4,t0"]);
        Archived("*.xml").Length.ShouldBe(taken ? 2 : 1);
        Archived("*.part").ShouldBeEmpty();
    }

    [Fact]
    public async Task The_report_is_archived_as_it_came_and_can_be_replayed_without_the_network()
    {
        await SyncAsync([Sent, ProviderReply.Of(Before)]);
        var file = Archived("*.xml").ShouldHaveSingleItem();
        File.ReadAllText(file).ShouldBe(Before);
        file.ShouldStartWith(Path.Combine(_trial.Lake, "raw", "ibkr", "2026"));
        Directory.Delete(Path.GetDirectoryName(_trial.Embedded)!, recursive: true);
        (await _trial.CallAsync("run", "ibkr_flex_sync", "--set", $"ibkr_flex_sync.from_archive={Path.GetFileName(Path.GetDirectoryName(file))}")).ShouldBe(ExitCode.Ok, "all ties out");
        (await _trial.SqlAsync("SELECT symbol, quantity FROM positions")).ShouldBe(["AAA,4"]);
        Server.Calls.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_report_that_cannot_be_read_is_kept_aside()
    {
        await SyncAsync(Nights["broken in the middle"].Replies);
        Archived("*.xml").ShouldBeEmpty();
        File.ReadAllBytes(Archived("*.broken").ShouldHaveSingleItem()).ShouldBe(Nights["broken in the middle"].Replies[1].Body);
    }

    [Fact]
    public async Task Dates_in_every_form_are_the_same_days()
    {
        string[] forms = ["20240305", "2024-03-05", "03/05/2024", "05-MAR-24"];
        string[] clocks = ["20240305;101500", "2024-03-05, 10:15:00", "03/05/2024 10:15:00", "05-MAR-24;101500"];
        var trades = forms.Zip(clocks, (date, clock) => Trade(Tue, 1, "AAA", "1", $"t{date}").Replace($"{Tue};101500", clock, StringComparison.Ordinal).Replace($"Date=\"{Tue}\"", $"Date=\"{date}\"", StringComparison.Ordinal));
        (await SyncAsync([Sent, ProviderReply.Of(Report(Statement("U1", Tue, Trades([.. trades]))))])).ShouldBe(ExitCode.Ok, "4 rows new");
        (await _trial.SqlAsync("SELECT DISTINCT trade_date, report_date, date_time FROM trades")).ShouldBe(["2024-03-05,2024-03-05,2024-03-05T10:15:00"]);
    }

    [Fact]
    public async Task An_unknown_section_is_told_and_the_others_are_taken() =>
        (await SyncAsync([Sent, ProviderReply.Of(Report(Statement("U1", Tue, "<Tomorrow><Price symbol=\"AAA\" /></Tomorrow>", Positions(Position(Tue, 1, "AAA", "5")))))]))
            .ShouldBe(ExitCode.Ok, "2 rows new", "not known here: <Price> (1), <Tomorrow> (1)");

    [Fact]
    public async Task A_report_of_50_megabytes_is_taken()
    {
        var report = new StringBuilder(50 << 20);
        var filler = new string('x', 1_000);
        var rows = 0;
        while (report.Length < 50 << 20) report.Append(Trade(Tue, 1, "AAA", "1", $"t{rows++}", $"description=\"{filler}\"")).Append('\n');
        (await SyncAsync([Sent, ProviderReply.Of(Report(Statement("U1", Tue, Trades(report.ToString()))))])).ShouldBe(ExitCode.Ok, string.Create(CultureInfo.InvariantCulture, $"{rows:N0} rows new"));
        (await _trial.SqlAsync("SELECT count(*) FROM trades")).ShouldBe([$"{rows}"]);
    }

    public void Dispose()
    {
        _trial.Dispose();
        Server.Dispose();
    }

    /// <summary>One night; whatever it says and leaves behind holds no secret.</summary>
    /// <param name="replies">To the first call, the second …; the last one also to all that follow.</param>
    private async Task<Ended> SyncAsync(ProviderReply[] replies)
    {
        _clock.Advance(TimeSpan.FromDays(1));
        var before = Server.Calls.Count;
        _script = call => replies[Math.Min(call.Number - before, replies.Length) - 1];
        var ended = await _trial.CallAsync("run", "ibkr_flex_sync");
        FlexTrial.ShouldTellNoSecret(ended.Text);
        foreach (var file in Directory.GetFiles(_trial.Data, "*", SearchOption.AllDirectories))
            foreach (var secret in new[] { FlexTrial.Token, FlexTrial.QueryId }) (await File.ReadAllBytesAsync(file)).AsSpan().IndexOf(Encoding.ASCII.GetBytes(secret)).ShouldBe(-1, file);
        return ended;
    }

    private string[] Archived(string pattern) => Directory.Exists(Path.Combine(_trial.Lake, "raw")) ? Directory.GetFiles(Path.Combine(_trial.Lake, "raw"), pattern, SearchOption.AllDirectories) : [];
}
