using QuantMatrix.Batch.Config;

namespace QuantMatrix.Batch.Observe;

/// <summary>Notifies a webhook of outcomes that need attention, and of the recovery from them.</summary>
internal sealed class WebhookObserver(OutboundPost post, NotifySettings settings) : IRunObserver, IDisposable
{
    public string Name => post.Variable;

    public async Task RunConcludedAsync(RunOutcome outcome, CancellationToken ct)
    {
        if (outcome.Verdict.IsDue && settings.On.Contains(outcome.Verdict.Event))
            await post.SendAsync(post.Address, WebhookMessage.Of(outcome, FormOf(post.Address, settings.Form)), "application/json", ct);
    }

    public void Dispose() => post.Dispose();

    /// <param name="chosen">As in jobs.yaml.</param>
    internal static WebhookForm FormOf(Uri address, WebhookForm chosen) => chosen != WebhookForm.Auto ? chosen : address.Host switch
    {
        "hooks.slack.com" or "hooks.slack-gov.com" => WebhookForm.Slack,
        "discord.com" or "discordapp.com" or "canary.discord.com" or "ptb.discord.com" =>
            address.AbsolutePath.EndsWith("/slack", StringComparison.Ordinal) ? WebhookForm.Slack : WebhookForm.Discord,
        _ => WebhookForm.Plain,
    };
}
