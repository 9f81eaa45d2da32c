using System.Text.Json;
using QuantMatrix.Batch.Config;

namespace QuantMatrix.Batch.Observe;

/// <summary>Writes the body of a notification.</summary>
internal static class WebhookMessage
{
    /// <summary>Below the limits of Slack, 40,000 characters of which a few thousand are shown, and of Discord, 2,000.</summary>
    private const int MaxSlack = 3_000, MaxDiscord = 1_900, MaxPlain = 8_000;

    public static string Of(RunOutcome outcome, WebhookForm form) => JsonSerializer.Serialize<object>(form switch
    {
        WebhookForm.Slack => new { text = $"*{Escaped(outcome.Verdict.Line!)}*\n```{Escaped(ShortText.Of(outcome.Summary, MaxSlack))}```" },
        WebhookForm.Discord => new
        {
            content = ShortText.Of($"**{outcome.Verdict.Line}**\n```\n{ShortText.Of(outcome.Summary, MaxDiscord - outcome.Verdict.Line!.Length)}\n```", 2_000),
            allowed_mentions = new { parse = Array.Empty<string>() },
        },
        _ => Plain(outcome),
    });

    private static Dictionary<string, object?> Plain(RunOutcome outcome)
    {
        var (run, verdict) = (outcome.Report, outcome.Verdict);
        return new Dictionary<string, object?>
        {
            ["event"] = verdict.Event, ["verdict"] = verdict.Line, ["nights"] = verdict.Nights, ["since"] = verdict.Since, ["next"] = verdict.Next,
            ["run_id"] = run.RunId, ["target"] = run.Target, ["as_of"] = run.AsOf, ["status"] = run.Status, ["exit_code"] = run.ExitCode,
            ["started"] = run.Started, ["seconds"] = Math.Round(run.Seconds, 3), ["host"] = run.Host, ["summary"] = ShortText.Of(outcome.Summary, MaxPlain),
        };
    }

    /// <summary>The three characters that Slack reads as markup.</summary>
    private static string Escaped(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
