using System.Text.Json;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Observe;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.UnitTests.Observe;

public sealed class WebhookTests : IDisposable
{
    private const string Token = "services/T000/webhook-token-1";

    private readonly Nights nights = new();
    private readonly ProviderServer server = new(_ => ProviderReply.Of("ok"));

    public WebhookTests() => nights.Bench.Variables["QM_WEBHOOK_URL"] = $"{server.Url}{Token}";

    [Fact]
    public async Task A_lasting_failure_is_sent_on_nights_one_three_and_seven_and_its_end_once()
    {
        await nights.RunAsync(1, "ok");
        for (var night = 2; night < 11; night++) await nights.RunAsync(night, "failed");
        await nights.RunAsync(10, "failed");
        await nights.RunAsync(11, "ok");
        await nights.RunAsync(12, "ok");
        Bodies().Select(b => (b.GetProperty("event").GetString(), b.GetProperty("nights").GetInt32())).ShouldBe(
            [("failed", 1), ("failed", 3), ("failed", 7), ("recovered", 9)]);
        server.Calls.ShouldAllBe(c => c.Method == "POST" && c.Target == $"/{Token}" && c.Headers["Content-Type"].StartsWith("application/json"));
    }

    [Fact]
    public async Task The_plain_form_has_the_facts_of_the_run()
    {
        var run = await nights.RunAsync(1, "unfit");
        var body = Bodies().ShouldHaveSingleItem();
        body.GetProperty("verdict").GetString().ShouldBe(run.Output.Split('\n')[0]);
        body.GetProperty("run_id").GetString().ShouldBe(nights.Bench.Report().RunId);
        body.GetProperty("next").GetString().ShouldBe($"./run.sh retry {nights.Bench.Report().RunId}");
        (body.GetProperty("status").GetString(), body.GetProperty("exit_code").GetInt32(), body.GetProperty("since").GetString())
            .ShouldBe(("failed", 65, "2026-03-02"));
        run.Output.ShouldEndWith(body.GetProperty("summary").GetString()!);
    }

    [Theory]
    [InlineData("slack", "text", "*FAILED 1st night since 2026-03-02: scripted: nothing done; ./run.sh retry ")]
    [InlineData("discord", "content", "**FAILED 1st night since 2026-03-02: scripted: nothing done; ./run.sh retry ")]
    public async Task The_form_of_a_chat_is_chosen_in_the_job_file(string form, string field, string start)
    {
        nights.More = $"notify: {{form: {form}}}";
        await nights.RunAsync(1, "failed");
        Bodies().ShouldHaveSingleItem().GetProperty(field).GetString().ShouldStartWith(start);
    }

    [Fact]
    public async Task Only_the_chosen_outcomes_are_sent()
    {
        nights.More = "notify: {on: [partial, recovered]}";
        await nights.RunAsync(1, "failed");
        await nights.RunAsync(2, "partial");
        await nights.RunAsync(3, "failed");
        await nights.RunAsync(4, "partial");
        await nights.RunAsync(5, "ok");
        Bodies().Select(b => b.GetProperty("event").GetString()).ShouldBe(["partial", "partial", "recovered"]);
    }

    [Theory]
    [InlineData("notify: {on: [faild]}", "found 'faild'; did you mean 'failed'?")]
    [InlineData("notify: {form: teams}", "option 'form' of section 'notify' is 'teams'; expected one of auto, plain, slack, discord")]
    public async Task Faults_of_the_section_are_reported(string section, string message)
    {
        nights.More = section;
        (await nights.RunAsync(1, "ok")).ShouldBe(78, "jobs.yaml:2: ", message);
    }

    [Theory]
    [InlineData("run --quiet --wait 30m scripted --wrokers 2", "scripted")]
    [InlineData("run --quiet --wiat 30m scripted", "scripted")]
    [InlineData("run --wait 30m scriptd", "scriptd")]
    [InlineData("run --quiet --wait soon --catch-up nightly", "scripted")]
    [InlineData("run --quiet --wait 30m --wrokers", Batch.Cli.PlanCommand.DefaultTarget)]
    public async Task A_wrong_command_line_is_sent_under_the_target_that_was_meant(string command, string target)
    {
        nights.More = "schedules: {nightly: {cron: '0 3 * * *', target: scripted}}\nnotify: {form: slack}";
        await nights.RunAsync(1, "ok");
        (await nights.CallAsync(command)).Code.ShouldBe(64);
        Bodies().ShouldHaveSingleItem().GetProperty("text").GetString().ShouldStartWith("*FAILED 1st night");
        nights.More = "schedules: {nightly: {cron: '0 3 * * *', target: scripted}}";
        await nights.RunAsync(2, "ok");
        await nights.CallAsync(command);
        Bodies()[1].GetProperty("target").GetString().ShouldBe(target);
    }

    [Fact]
    public async Task A_wrong_command_line_is_not_sent_when_failures_are_not_chosen()
    {
        nights.More = "notify: {on: [recovered]}";
        await nights.RunAsync(1, "ok");
        (await nights.CallAsync("run scripted --wiat 30m")).Code.ShouldBe(64);
        server.Calls.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("QM_PING_URL", "ftp://example.com/geheim")]
    [InlineData("QM_PING_URL", "geheim")]
    [InlineData("QM_WEBHOOK_URL", "hooks.example.com/geheim")]
    public async Task A_mistyped_address_refuses_the_run_with_a_report(string name, string value)
    {
        nights.Bench.Variables[name] = value;
        var run = await nights.RunAsync(1, "ok");
        run.ShouldBe(78, $"{name}: the value, not shown, is not an address");
        run.Text.ShouldNotContain("geheim");
        (nights.Bench.Report().ExitCode, nights.Bench.Report().Reason!.Split(':')[0]).ShouldBe((78, name));
        server.Calls.Count.ShouldBe(name == "QM_WEBHOOK_URL" ? 0 : 1);
    }

    [Fact]
    public async Task A_dead_webhook_is_a_warning_without_the_address()
    {
        server.Die();
        var run = await nights.RunAsync(1, "failed");
        run.Code.ShouldBe(1);
        run.Error.ShouldBe("QM_WEBHOOK_URL: Connection refused; the run is not affected\n");
    }

    [Theory]
    [InlineData("https://hooks.slack.com/services/T/B/x", WebhookForm.Auto, WebhookForm.Slack)]
    [InlineData("https://discord.com/api/webhooks/1/x", WebhookForm.Auto, WebhookForm.Discord)]
    [InlineData("https://discord.com/api/webhooks/1/x/slack", WebhookForm.Auto, WebhookForm.Slack)]
    [InlineData("https://example.com/discord.com", WebhookForm.Auto, WebhookForm.Plain)]
    [InlineData("https://hooks.slack.com.example.com/x", WebhookForm.Auto, WebhookForm.Plain)]
    [InlineData("https://hooks.slack.com/services/T/B/x", WebhookForm.Plain, WebhookForm.Plain)]
    public void The_form_follows_the_address_unless_it_is_chosen(string address, WebhookForm chosen, WebhookForm form) =>
        WebhookObserver.FormOf(new(address), chosen).ShouldBe(form);

    [Fact]
    public async Task A_long_message_fits_the_chat_and_its_markup_is_escaped()
    {
        var run = await nights.RunAsync(1, "failed");
        var outcome = new RunOutcome(nights.Bench.Report(), Verdict.Of(nights.Bench.Report(), []), string.Concat(Enumerable.Repeat("<@everyone> & 😀", 999)));
        var slack = JsonDocument.Parse(WebhookMessage.Of(outcome, WebhookForm.Slack)).RootElement.GetProperty("text").GetString()!;
        slack.ShouldContain("&lt;@everyone&gt; &amp; ");
        slack.ShouldEndWith("…```");
        var discord = JsonDocument.Parse(WebhookMessage.Of(outcome, WebhookForm.Discord)).RootElement;
        discord.GetProperty("content").GetString()!.Length.ShouldBeInRange(1_800, 2_000);
        discord.GetProperty("content").GetString().ShouldEndWith("…\n```");
        discord.GetProperty("allowed_mentions").GetProperty("parse").GetArrayLength().ShouldBe(0);
        run.Code.ShouldBe(1);
    }

    public void Dispose()
    {
        nights.Dispose();
        server.Dispose();
    }

    private IReadOnlyList<JsonElement> Bodies() => [.. server.Calls.Select(c => JsonDocument.Parse(c.Body).RootElement)];
}
