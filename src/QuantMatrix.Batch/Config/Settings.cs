using QuantMatrix.Batch.Runs;
using QuantMatrix.Http;
using QuantMatrix.MarketData.Parsing;
using QuantMatrix.Remote;

namespace QuantMatrix.Batch.Config;

/// <summary>The source of bars.</summary>
public enum SourceChoice
{
    /// <summary>Live when the key of a provider is set, otherwise replay; without any bars to replay, the committed sample.</summary>
    Auto,

    /// <summary>The replay folder.</summary>
    Replay,

    /// <summary>The providers.</summary>
    Live,

    /// <summary>The replay folder, filled with a generated market if it has no bars.</summary>
    Synthetic,
}

/// <summary>The settings from the environment.</summary>
public sealed record Settings
{
    /// <summary>The root directory of the project (<c>QM_HOME</c>); defaults to the current directory.</summary>
    public required string Home { get; init; }

    public required DataRoot Data { get; init; }

    /// <summary>The replay folder (<c>QM_REPLAY</c>).</summary>
    public required string Replay { get; init; }

    /// <summary>The order of ambiguous dates in a replay folder (<c>QM_REPLAY_DATES</c>).</summary>
    public DateOrder ReplayDates { get; init; }

    public SourceChoice Source { get; init; }

    /// <summary>A failure on purpose, for tests (<c>QM_FAILPOINT</c>).</summary>
    public InjectedFailure? Failure { get; init; }

    public Secret? Postgres { get; init; }
    public Secret? Redis { get; init; }
    public Secret? IbkrFlexToken { get; init; }
    public Secret? IbkrFlexQueryId { get; init; }

    /// <summary>From <c>IBKR_FLEX_TOKENS_FILE</c>.</summary>
    public IReadOnlyList<FlexLogin> FlexTokens { get; init; } = [];

    /// <summary>The broker's queries: that of the pair of variables, then those of the file; each once.</summary>
    public IReadOnlyList<FlexLogin> FlexLogins
    {
        get
        {
            if (IbkrFlexToken is null || IbkrFlexQueryId is null) return FlexTokens;
            var pair = new FlexLogin(IbkrFlexToken, IbkrFlexQueryId);
            return [pair, .. FlexTokens.Where(login => !login.IsSameAs(pair))];
        }
    }

    /// <summary>Keys of market-data providers by variable: <c>FMP_API_KEY</c>.</summary>
    public IReadOnlyDictionary<string, Secret> ApiKeys { get; init; } = new Dictionary<string, Secret>();

    /// <summary>Base addresses that replace those of the providers, by variable: <c>QM_FMP_URL</c>.</summary>
    public IReadOnlyDictionary<string, Uri> Urls { get; init; } = new Dictionary<string, Uri>();

    /// <summary>The variables that are set and hold no secret, paths absolute: what an exported schedule repeats.</summary>
    public IReadOnlyDictionary<string, string> Exported { get; init; } = new Dictionary<string, string>();

    /// <summary>The variables that are set and number the shards of a scheduler.</summary>
    public IReadOnlyDictionary<string, string> ShardVariables { get; init; } = new Dictionary<string, string>();

    /// <summary>The names of the variables that are set and hold a secret.</summary>
    public IReadOnlyList<string> SecretVariables { get; init; } = [];

    /// <summary>The options of a provider, with its base address replaced where the variable is set.</summary>
    internal ProviderOptions At(ProviderOptions options, string variable) => Urls.TryGetValue(variable, out var url) ? options with { BaseUrl = url } : options;

    public ObserverSettings Observers { get; init; } = new();

    /// <summary>How <c>sync</c> reaches an object store.</summary>
    public S3Access ObjectStorage { get; init; } = new(null, null, null, null, null);

    /// <summary>The secrets of the object store.</summary>
    public IReadOnlyList<Secret> ObjectStorageSecrets { get; init; } = [];

    /// <summary>What is wrong with the variables, one fault a line; null when nothing is. Wrong values are replaced by defaults.</summary>
    public string? Fault { get; init; }

    /// <summary>Whether to print without colors and animation: <c>NO_COLOR</c> is set or <c>TERM</c> is <c>dumb</c>.</summary>
    public bool PlainOutput { get; init; }

    /// <summary>Width of printed tables, from <c>COLUMNS</c>.</summary>
    public int? Columns { get; init; }

    /// <summary>The text with every secret replaced by <c>***</c>.</summary>
    public string Redact(string text)
    {
        Secret?[] secrets =
        [
            Postgres, Redis, IbkrFlexToken, IbkrFlexQueryId, .. FlexTokens.SelectMany(login => new[] { login.Token, login.QueryId }),
            Observers.Ping, Observers.Webhook, .. ApiKeys.Values, .. ObjectStorageSecrets,
        ];
        return Secret.Remove(secrets.OfType<Secret>(), text);
    }
}
