using System.ComponentModel;
namespace QuantMatrix.Batch.Config;

/// <summary>The form of the messages that a webhook accepts.</summary>
public enum WebhookForm
{
    /// <summary>By the address: that of Slack, of Discord, or else plain.</summary>
    Auto,

    /// <summary>A JSON object with the facts of the run.</summary>
    Plain,

    Slack,
    Discord,
}

/// <summary>The section <c>notify</c> of jobs.yaml: what <c>QM_WEBHOOK_URL</c> receives.</summary>
public sealed record NotifySettings : ICheckedOptions
{
    private static readonly string[] Events = ["failed", "stale", "partial", "slow", "recovered"];

    [Description("The form of the messages; auto: by the address, which may be that of Slack or Discord.")]
    public WebhookForm Form { get; init; }

    [Description("The outcomes that are sent; a lasting one again on its third and seventh night, then every seventh.")]
    public IReadOnlyList<string> On { get; init; } = Events;

    IEnumerable<OptionFault> ICheckedOptions.Faults => On.Except(Events)
        .Select(word => new OptionFault($"found '{word}'{DidYouMean.Hint(word, Events)}"));
}
