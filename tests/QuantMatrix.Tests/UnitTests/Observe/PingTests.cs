using System.Text;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Observe;
using QuantMatrix.Tests.EndToEndTests;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.UnitTests.Observe;

public sealed class PingTests : IDisposable
{
    private const string Token = "5f1c-0000-ping-token";

    private readonly Nights nights = new();
    private Func<ProviderCall, ProviderReply> reply = _ => ProviderReply.Of("OK");
    private readonly ProviderServer server;

    public PingTests()
    {
        server = new(call => reply(call));
        nights.Bench.Variables["QM_PING_URL"] = $"{server.Url}{Token}";
    }

    [Theory]
    [InlineData("ok", 0)]
    [InlineData("partial", 0)]
    [InlineData("failed", 1)]
    [InlineData("unfit", 65)]
    [InlineData("temporary", 75)]
    public async Task A_run_pings_when_it_begins_and_with_its_exit_code_and_summary_when_it_ends(string end, int code)
    {
        var run = await nights.RunAsync(1, end);
        run.Code.ShouldBe(code);
        server.Calls.Select(c => $"{c.Method} {c.Target}").ShouldBe([$"POST /{Token}/start", $"POST /{Token}/{code}"]);
        server.Calls[1].Body.ShouldBe(run.Output);
    }

    [Fact]
    public async Task A_refused_run_pings_too()
    {
        await nights.RunAsync(1, "ok");
        using (await HeldLock.TakeAsync(nights.Bench.Data)) (await nights.RunAsync(2, "ok")).Code.ShouldBe(75);
        (await nights.RunAsync(3, "[")).Code.ShouldBe(78);
        server.Calls.Select(c => c.Path.Split('/')[^1]).ShouldBe(["start", "0", "start", "75", "start", "78"]);
        server.Calls[3].Body.ShouldContain("another run holds");
        server.Calls[5].Body.ShouldContain("invalid YAML");
    }

    [Fact]
    public async Task A_data_root_that_cannot_be_written_pings_too()
    {
        File.WriteAllText(nights.Bench.Data, "a file in place of the directory's parent");
        nights.Bench.Variables["QM_DATA"] = Path.Combine(nights.Bench.Data, "below");
        (await nights.RunAsync(1, "ok")).Code.ShouldBe(78);
        server.Calls.Select(c => c.Path.Split('/')[^1]).ShouldBe(["start", "78"]);
    }

    /// <summary>An option that does not exist, a value that is none, an unknown target: in a schedule each would fail every night.</summary>
    [Theory]
    [InlineData("run scripted --wiat 30m", "--wiat")]
    [InlineData("run scripted --wait soon", "--wait soon: expected a duration")]
    [InlineData("run scripted --as-of yesterday", "--as-of yesterday: expected a date")]
    [InlineData("run --quiet scriptd", "unknown job or chain 'scriptd'")]
    public async Task A_run_whose_command_line_is_wrong_pings_with_64_and_leaves_no_report(string command, string fault)
    {
        await nights.RunAsync(1, "ok");
        (await nights.CallAsync(command)).Code.ShouldBe(64);
        server.Calls.Select(c => c.Path.Split('/')[^1]).ShouldBe(["start", "0", "start", "64"]);
        server.Calls[3].Body.ShouldContain(fault);
        server.Calls[3].Body.ShouldContain("correct the command; see ./run.sh help run");
        nights.Bench.Reports().Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("run scripted --wiat 30m --dry-run")]
    [InlineData("status --wiat")]
    [InlineData("rnu")]
    public async Task Other_commands_do_not(string command)
    {
        (await nights.CallAsync(command)).Code.ShouldBe(64);
        server.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Invalid_settings_refuse_a_run_which_pings_and_leaves_a_report()
    {
        nights.Bench.Variables["QM_SOURCE"] = "liv";
        nights.Bench.Variables["QM_YAHOO_URL"] = "nowhere";
        var run = await nights.RunAsync(1, "ok");
        run.Code.ShouldBe(78);
        run.Error.ShouldContain("QM_SOURCE: unknown source 'liv'; did you mean 'live'?");
        server.Calls.Select(c => c.Path.Split('/')[^1]).ShouldBe(["start", "78"]);
        var report = nights.Bench.Report();
        (report.Status, report.ExitCode, report.Jobs.Count).ShouldBe((JobStatus.Failed, 78, 0));
        report.Reason!.Split('\n').Select(line => line.Split(':')[0]).ShouldBe(["QM_SOURCE", "QM_YAHOO_URL"]);
        (await nights.CallAsync("run scripted --dry-run")).Code.ShouldBe(78);
        (await nights.CallAsync("runs")).Code.ShouldBe(78);
        nights.Bench.Reports().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_query_of_the_address_stays()
    {
        nights.Bench.Variables["QM_PING_URL"] += "/?create=1";
        await nights.RunAsync(1, "ok");
        server.Calls.Select(c => c.Target).ShouldBe([$"/{Token}/start?create=1", $"/{Token}/0?create=1"]);
    }

    [Fact]
    public async Task A_ping_that_fails_for_a_moment_is_repeated()
    {
        var failures = 1;
        reply = _ => Interlocked.Decrement(ref failures) >= 0 ? ProviderReply.Of(503) : ProviderReply.Of("OK");
        (await nights.RunAsync(1, "ok")).Error.ShouldBe("");
        server.Calls.Select(c => c.Path.Split('/')[^1]).ShouldBe(["start", "start", "0"]);
    }

    [Theory]
    [InlineData("gone", "HTTP 404")]
    [InlineData("moved", "HTTP 301")]
    [InlineData("garbage", "invalid")]
    [InlineData("dead", "refused")]
    public async Task A_ping_that_fails_is_a_warning_without_the_address(string fault, string words)
    {
        if (fault == "dead") server.Die();
        reply = _ => fault switch
        {
            "gone" => ProviderReply.Of(404),
            "moved" => ProviderReply.Of(301) with { Headers = new Dictionary<string, string> { ["Location"] = "/elsewhere" } },
            _ => ProviderReply.Of(Accident.Garbage),
        };
        var run = await nights.RunAsync(1, "ok", "--quiet");
        (run.Code, run.Output).ShouldBe((0, ""));
        run.Error.ShouldContain($"QM_PING_URL: ");
        run.Error.ShouldContain(words);
        run.Error.ShouldContain("; the run is not affected");
        run.Error.ShouldNotContain(Token);
    }

    /// <summary>The server answers after thirty seconds.</summary>
    [Fact]
    public async Task A_ping_without_an_answer_ends_after_ten_seconds()
    {
        reply = _ => ProviderReply.Of(Accident.Stall);
        var run = await nights.RunAsync(1, "ok");
        run.Code.ShouldBe(0);
        run.Error.ShouldContain("within 10 s; the run is not affected");
    }

    [Theory]
    [InlineData(10_000)]
    [InlineData(10_001)]
    [InlineData(30_000)]
    public void A_body_has_at_most_ten_kilobytes_of_whole_characters(int length)
    {
        foreach (var letter in new[] { "a", "é", "€", "😀" })
        {
            var text = string.Concat(Enumerable.Repeat(letter, length / letter.Length));
            var body = ShortText.OfBytes(text, 10_000);
            text.ShouldStartWith(body);
            Encoding.UTF8.GetByteCount(body).ShouldBeInRange(Math.Min(9_997, Encoding.UTF8.GetByteCount(text)), 10_000);
            (body.Length % letter.Length).ShouldBe(0);
        }
    }

    public void Dispose()
    {
        nights.Dispose();
        server.Dispose();
    }
}
