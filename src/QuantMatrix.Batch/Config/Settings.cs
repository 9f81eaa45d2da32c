using QuantMatrix.Batch.Runs;
using QuantMatrix.Http;

namespace QuantMatrix.Batch.Config;

/// <summary>What the environment says, read in this one place and checked at once.</summary>
public sealed record Settings
{
    /// <summary>The project's root, from <c>QM_HOME</c>; the current folder when it is not set.</summary>
    public required string Home { get; init; }

    public required DataRoot Data { get; init; }

    /// <summary>The folder of bars to replay.</summary>
    public required string Replay { get; init; }

    public SourceChoice Source { get; init; }
    public Secret? Postgres { get; init; }
    public Secret? Redis { get; init; }
    public Secret? FmpApiKey { get; init; }
    public Secret? TwelveDataApiKey { get; init; }
    public Secret? IbkrFlexToken { get; init; }
    public Secret? IbkrFlexQueryId { get; init; }

    /// <summary>Base addresses of providers that stand in for the real ones, by their variable: <c>QM_FMP_URL</c>.</summary>
    public IReadOnlyDictionary<string, Uri> Urls { get; init; } = new Dictionary<string, Uri>();

    /// <summary>A provider's options with the address that stands in for the real one, where it is set.</summary>
    internal ProviderOptions At(ProviderOptions options, string variable) => Urls.TryGetValue(variable, out var url) ? options with { BaseUrl = url } : options;

    /// <summary>No colours, no moving display: <c>NO_COLOR</c> is set or <c>TERM</c> is <c>dumb</c>.</summary>
    public bool PlainOutput { get; init; }

    /// <summary>The text with every secret replaced by <c>***</c>.</summary>
    public string Redact(string text)
    {
        Secret?[] secrets = [Postgres, Redis, FmpApiKey, TwelveDataApiKey, IbkrFlexToken, IbkrFlexQueryId];
        return secrets.Aggregate(text, (rest, secret) => secret?.RemoveFrom(rest) ?? rest);
    }
}
