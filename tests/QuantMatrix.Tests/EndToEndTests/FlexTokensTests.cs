using System.Globalization;
using System.Text;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Tests.Servers;
using QuantMatrix.Tests.UnitTests.Broker;
using static QuantMatrix.Tests.UnitTests.Broker.FlexXml;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>Syncs of several tokens and queries against a local Flex server, which refuses a query with another token.</summary>
[Trait("class", "slow")]
public sealed partial class FlexTokensTests : IDisposable
{
    private const string Mon = "20240304", Tue = "20240305", Wed = "20240306";
    private const string Mine = "111122223333444455556666", Hers = "777788889999000011112222";
    private const string First = "5101010101", Second = "5202020202", Third = "5303030303";
    private static readonly (string Token, string Query)[] Pairs = [(Mine, First), (Mine, Second), (Hers, Third)];

    private readonly ImpatientClock clock = new();
    private readonly ProviderServer server;
    private readonly Trial trial;

    /// <summary>The answer of each query: a report, or an error code.</summary>
    private readonly Dictionary<string, string> answers = new()
    {
        [First] = Report("U1", Mon, "a1"), [Second] = Report("U2", Mon, "b1"), [Third] = Report("U3", Mon, "c1"),
    };

    /// <summary>When calls arrived, by token.</summary>
    private readonly List<(string Token, DateTimeOffset At)> arrivals = [];

    public FlexTokensTests()
    {
        clock.SetUtcNow(new DateTimeOffset(2026, 11, 24, 2, 15, 0, TimeSpan.Zero));
        server = new ProviderServer(Reply);
        trial = new Trial { Time = clock }.With("AAA.csv", "date,open,high,low,close,volume\n2024-03-04,10,11,9,10,1000\n");
        trial.Variables["QM_IBKR_URL"] = $"{server.Url}";
        Configure($"\uFEFF# mine\r\n{Mine}, {First}\r\n{Mine}\t{Second}\r\n\r\n# hers\r\n{Hers} {Third}\r\n");
    }

    [Fact]
    public async Task Each_query_is_stored_and_archived_by_itself()
    {
        (await SyncAsync()).ShouldBe(ExitCode.Ok, "3 statements of 3 accounts: 9 inserted, 0 changed, 0 deleted");
        (await StoredAsync()).ShouldBe("U1 a1,U2 b1,U3 c1");
        var archived = Archived("*.xml");
        var run = await NewestRunAsync();
        archived.Select(Path.GetFileName).ShouldBe([$"{run}-q2.xml", $"{run}-q3.xml", $"{run}.xml"]);
        archived.Select(File.ReadAllText).ShouldBe([answers[Second], answers[Third], answers[First]]);
        (await SyncAsync()).ShouldBe(ExitCode.Ok, "3 statements of 3 accounts: no change");
        Directory.Delete(Path.GetDirectoryName(trial.Embedded)!, recursive: true);
        (await SyncAsync("--set", "ibkr_flex_sync.from_archive=2026")).ShouldBe(ExitCode.Ok, "6 statements of 3 accounts: 9 inserted");
        (await StoredAsync()).ShouldBe("U1 a1,U2 b1,U3 c1");
    }

    [Theory]
    [InlineData("", ExitCode.Temporary, "1019")]
    [InlineData("", ExitCode.Configuration, "1012")]
    [InlineData("", ExitCode.DataUnfit, "1003")]
    [InlineData("", ExitCode.DataUnfit, "unreadable report")]
    [InlineData("1019", ExitCode.DataUnfit, "1003")]
    [InlineData("1003", ExitCode.Configuration, "1015")]
    public async Task A_failing_query_keeps_no_other_from_being_stored_and_a_retry_asks_for_all(string first, int code, string second)
    {
        var (one, two) = (answers[First], answers[Second]);
        if (first.Length > 0) answers[First] = first;
        answers[Second] = second == "unreadable report" ? two.Replace("<Trades>", "<Trades", StringComparison.Ordinal) : second;
        var (stored, failed) = first.Length > 0 ? ("U3 c1", "2 queries failed") : ("U1 a1,U3 c1", "1 query failed");

        var ended = await SyncAsync();

        ended.ShouldBe(code, failed, "line 3 of IBKR_FLEX_TOKENS_FILE: ", second);
        if (first.Length > 0) ended.Text.ShouldContain($"line 2 of IBKR_FLEX_TOKENS_FILE: ibkr: code {first} ");
        ended.Text.ShouldNotContain("line 6");
        (await StoredAsync()).ShouldBe(stored);
        (answers[First], answers[Second]) = (one, two);
        (await CallAsync("retry", await NewestRunAsync())).ShouldBe(ExitCode.Ok, "3 statements of 3 accounts");
        (await StoredAsync()).ShouldBe("U1 a1,U2 b1,U3 c1");
    }

    [Fact]
    public async Task Nothing_is_stored_when_every_query_fails()
    {
        (answers[First], answers[Second], answers[Third]) = ("1012", "1021", "1021");
        (await SyncAsync()).ShouldBe(ExitCode.Configuration, "0 statements of 0 accounts: no change; 3 queries failed",
            "put it in line 2 of IBKR_FLEX_TOKENS_FILE", "line 3 of IBKR_FLEX_TOKENS_FILE: ibkr: code 1021 (",
            "line 6 of IBKR_FLEX_TOKENS_FILE: ibkr: code 1021 (");
        Archived("*").ShouldBeEmpty();
    }

    [Fact]
    public async Task The_pair_of_variables_is_asked_first_and_a_repeated_query_once()
    {
        (trial.Variables["IBKR_FLEX_TOKEN"], trial.Variables["IBKR_FLEX_QUERY_ID"]) = (Hers, Third);
        Configure($"{Mine},{First}\n{Hers},{Third}\n{Mine},{First}");
        answers[Third] = "1012";
        (await SyncAsync()).ShouldBe(ExitCode.Configuration, "IBKR_FLEX_TOKEN: ibkr: code 1012 (", "and put it in IBKR_FLEX_TOKEN\n", "1 query failed");
        Requested().ShouldBe([Third, First]);
    }

    [Fact]
    public async Task A_bad_file_is_a_configuration_error_before_any_call()
    {
        Configure($"{Mine},{First}\n{Hers}\n");
        var file = trial.Variables["IBKR_FLEX_TOKENS_FILE"];
        (await SyncAsync()).ShouldBe(ExitCode.Configuration, $"IBKR_FLEX_TOKENS_FILE: {file}:2: found 1 value; expected a token and a query id");
        server.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_calls_of_a_token_keep_its_limits_over_all_queries()
    {
        var queries = Enumerable.Range(0, 8).Select(i => (i + 5_900_000_000L).ToString(CultureInfo.InvariantCulture)).ToList();
        foreach (var query in queries) answers[query] = Report($"U{query[^1]}", Mon, "t");
        Configure(string.Join('\n', queries.Select(query => $"{Mine},{query}").Append($"{Hers},{Third}")));
        (await SyncAsync()).ShouldBe(ExitCode.Ok, "9 statements");

        var mine = arrivals.Where(a => a.Token == Mine).Select(a => a.At).ToList();
        mine.Count.ShouldBe(16);
        mine.Zip(mine.Skip(1), (a, b) => b - a).Min().ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(1));
        mine.Zip(mine.Skip(10), (a, b) => b - a).Min().ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMinutes(1));
        (arrivals.First(a => a.Token == Hers).At - mine[^1]).ShouldBeLessThan(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Doctor_and_plan_know_the_file()
    {
        var file = trial.Variables["IBKR_FLEX_TOKENS_FILE"];
        using var now = new Trial { Variables = trial.Variables };
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        (await now.CallAsync("doctor")).ShouldBe(ExitCode.Ok, "ok    broker keys   IBKR_FLEX_TOKENS_FILE has 3 queries",
            $"warn  secret files  IBKR_FLEX_TOKENS_FILE: {file} has mode 640; expected 600, as other users can read it\n      chmod 600 {file}");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        (await now.CallAsync("doctor")).Text.ShouldNotContain("secret files");
        (await CallAsync("plan", "ibkr_flex_sync")).ShouldBe(ExitCode.Ok, "ibkr_flex_sync: 3 queries of the broker, at least 6 calls");
        Configure($"{Hers} {Third} {First}");
        (await now.CallAsync("doctor")).ShouldBe(ExitCode.Configuration, "fail  settings ", $"IBKR_FLEX_TOKENS_FILE: {file}:1: found 3 values");
        trial.Variables.Remove("IBKR_FLEX_TOKENS_FILE");
        (await CallAsync("plan", "ibkr_flex_sync")).ShouldBe(ExitCode.Ok, "set IBKR_FLEX_TOKEN and IBKR_FLEX_QUERY_ID, or IBKR_FLEX_TOKENS_FILE, to use");
        Directory.Exists(trial.Data).ShouldBeFalse();
    }

    public void Dispose()
    {
        trial.Dispose();
        server.Dispose();
    }

    private static string Report(string account, string day, string trade) =>
        Document(Statement(account, day, Positions(Position(day, 1, "AAA", "4")), Trades(Trade(day, 1, "AAA", "0", trade)), NoMovements));

    private async Task<string> NewestRunAsync() => (await trial.CallAsync("runs")).Output.Split(' ')[0];

    private void Configure(string text)
    {
        var file = trial.Variables["IBKR_FLEX_TOKENS_FILE"] = Path.Combine(trial.Folder, "tokens");
        File.WriteAllText(file, text);
    }

    private Task<Ended> SyncAsync(params string[] more)
    {
        clock.Advance(TimeSpan.FromDays(1));
        return CallAsync(["run", "ibkr_flex_sync", .. more]);
    }

    /// <summary>Runs a command and asserts that neither its output nor any file or file name contains a secret.</summary>
    private async Task<Ended> CallAsync(params string[] arguments)
    {
        var ended = await trial.CallAsync(arguments);
        var secrets = answers.Keys.Select(k => k[..10]).SelectMany(query => new[] { query, Reference(query) }).Concat([Mine, Hers]).Distinct().ToList();
        foreach (var secret in secrets) ended.Text.ShouldNotContain(secret);
        var files = Directory.Exists(trial.Data) ? Directory.GetFiles(trial.Data, "*", SearchOption.AllDirectories) : [];
        foreach (var file in files)
            foreach (var secret in secrets)
            {
                file.ShouldNotContain(secret);
                (await File.ReadAllBytesAsync(file)).AsSpan().IndexOf(Encoding.ASCII.GetBytes(secret)).ShouldBe(-1, file);
            }
        return ended;
    }

    private async Task<string> StoredAsync() => string.Join(',', (await trial.SqlAsync(
        "SELECT account_id || ' ' || string_agg(transaction_id, ' ' ORDER BY transaction_id) FROM trades GROUP BY account_id ORDER BY account_id")));

    private List<string?> Requested() => [.. server.Calls.Where(IsRequest).Select(c => c["q"])];

    private string[] Archived(string pattern)
    {
        var folder = Path.Combine(trial.Lake, "raw");
        return Directory.Exists(folder) ? [.. Directory.GetFiles(folder, pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal)] : [];
    }

    private static bool IsRequest(ProviderCall call) => call.Path.EndsWith("/SendRequest", StringComparison.Ordinal);

    private static string Reference(string query) => "86" + query[2..];

    private ProviderReply Reply(ProviderCall call)
    {
        lock (arrivals) arrivals.Add((call["t"]!, clock.GetUtcNow()));
        if (IsRequest(call))
            return Pairs.Any(p => p.Query == call["q"] && p.Token != call["t"]) ? FlexTrial.Status("Fail", 1015, call["t"]!)
                : FlexTrial.Success($"<ReferenceCode>{Reference(call["q"]!)}{call["fd"]}</ReferenceCode>");
        var answer = answers.Single(a => Reference(a.Key[..10]) + a.Key[10..] == call["q"]).Value;
        return int.TryParse(answer, out var code) ? FlexTrial.Status("Warn", code, $"None for {call["t"]}, {call["q"]}") : ProviderReply.Of(answer);
    }
}
