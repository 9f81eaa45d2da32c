using System.Text.Json;
using QuantMatrix.Tests.EndToEndTests;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.UnitTests.Observe;

public sealed class JsonLogTests : IDisposable
{
    private readonly Nights nights = new();

    [Fact]
    public async Task Every_line_is_an_event()
    {
        var events = Events(await nights.RunAsync(1, "partial", "--log json"));
        events.Select(e => (e.GetProperty("EventId").GetInt32(), e.GetProperty("LogLevel").GetString())).ShouldBe(
        [
            (1, "Information"), (2, "Information"), (4, "Warning"), (3, "Warning"), (6, "Warning"), (5, "Warning"),
        ]);
        var ended = events[3].GetProperty("State");
        (ended.GetProperty("Job").GetString(), ended.GetProperty("Status").GetString(), ended.GetProperty("Summary").GetString())
            .ShouldBe(("scripted", "partial", "most done"));
        events[2].GetProperty("State").GetProperty("Warning").GetString().ShouldBe("one is missing");
        events[^1].GetProperty("State").GetProperty("RunId").GetString().ShouldBe(nights.Bench.Report().RunId);
    }

    [Theory]
    [InlineData("unfit", 65, "bars.csv:3: high is below low")]
    [InlineData("s3cret", 1, "InvalidOperationException: a bug with key ***")]
    public async Task A_failure_is_an_error_without_secrets(string end, int code, string text)
    {
        nights.Bench.Variables["FMP_API_KEY"] = "s3cret";
        var failed = await nights.RunAsync(1, end, "--log json");
        (failed.Code, failed.Error).ShouldBe((code, ""));
        var errors = Events(failed).Where(e => e.GetProperty("LogLevel").GetString() == "Error").Select(e => e.GetProperty("Message").GetString()!);
        errors.Count(e => e.Contains(text, StringComparison.Ordinal)).ShouldBe(2, "the job and the verdict");
        failed.Output.ShouldNotContain("s3cret");
    }

    [Fact]
    public async Task A_refused_run_logs_its_reason()
    {
        await nights.RunAsync(1, "ok");
        using var held = await HeldLock.TakeAsync(nights.Bench.Data);
        var refused = await nights.RunAsync(2, "ok", "--log json");
        (refused.Code, refused.Error).ShouldBe((75, ""));
        Events(refused).Last().GetProperty("LogLevel").GetString().ShouldBe("Error");
        refused.Output.ShouldContain("holds");
    }

    [Fact]
    public async Task A_quiet_run_that_is_ok_logs_nothing()
    {
        await nights.ShouldPrintAsync("", 1, "--log json --quiet");
        Events(await nights.RunAsync(2, "failed", "--log json --quiet")).Count.ShouldBe(5);
    }

    /// <summary>The first response with bars is an error; the retry is an event of Polly with the provider's name.</summary>
    [Fact]
    public async Task A_retry_of_a_provider_is_logged_by_Polly()
    {
        using var live = new LiveNights();
        var failures = 1;
        live.Instead = call => call.Path.StartsWith("/v8/finance/chart", StringComparison.Ordinal) && Interlocked.Decrement(ref failures) >= 0
            ? ProviderReply.Of(503) : null;
        var night = await live.NightAsync(299, options: ["--log", "json"]);
        night.Code.ShouldBe(0, night.Text);
        var retry = Events(night).First(e => e.GetProperty("Category").GetString() == "Polly" && e.GetProperty("LogLevel").GetString() == "Warning");
        retry.GetProperty("Message").GetString()!.ShouldContain("yahoo");
    }

    public void Dispose() => nights.Dispose();

    private static List<JsonElement> Events(Ended run) =>
        [.. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
}
