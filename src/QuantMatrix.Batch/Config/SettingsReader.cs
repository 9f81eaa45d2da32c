using System.Collections;
using System.Globalization;
using QuantMatrix.Batch.Runs;
using QuantMatrix.MarketData.Parsing;
using QuantMatrix.MarketData.Providers;
using QuantMatrix.Model;
using QuantMatrix.Remote;

namespace QuantMatrix.Batch.Config;

/// <summary>Reads <see cref="Settings"/> from environment variables and reports all faults together.</summary>
public sealed class SettingsReader(IReadOnlyDictionary<string, string> variables)
{
    private static readonly string[] UrlNames = [.. ProviderKind.All.Select(k => k.UrlVariable), "QM_WIKIPEDIA_URL", "QM_IBKR_URL"];
    private const string FileSuffix = "_FILE", Endpoint = "QM_S3_ENDPOINT";
    private static readonly string[] KeyNames = [.. ProviderKind.All.Select(k => k.KeyVariable).OfType<string>()];
    private static readonly string[] SecretNames =
        ["QM_POSTGRES", "QM_REDIS", .. KeyNames, "IBKR_FLEX_TOKEN", "IBKR_FLEX_QUERY_ID", "QM_PING_URL", "QM_WEBHOOK_URL"];
    private static readonly string[] Names =
    [
        "QM_HOME", "QM_DATA", "QM_REPLAY", "QM_REPLAY_DATES", "QM_SOURCE", "QM_TEXTFILE_DIR", "QM_FIXTURES", "QM_TEST_POSTGRES",
        "QM_TEST_REDIS", "QM_FAILPOINT", "QM_SHARD", "QM_SHARDS", Endpoint,
        FlexTokensFile.Variable, .. SecretNames, .. SecretNames.Select(name => name + FileSuffix), .. UrlNames,
    ];

    private static readonly string[] AwsSecretNames = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];

    private static readonly string[] PathNames =
        ["QM_DATA", "QM_REPLAY", "QM_TEXTFILE_DIR", FlexTokensFile.Variable, .. SecretNames.Select(name => name + FileSuffix)];

    private readonly List<string> faults = [];

    public static Settings FromEnvironment() => new SettingsReader(Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>()
        .ToDictionary(e => (string)e.Key, e => (string?)e.Value ?? "")).ReadWithFaults();

    /// <exception cref="ConfigurationException">A variable is misspelled or its value is invalid.</exception>
    public Settings Read()
    {
        var settings = ReadWithFaults();
        return settings.Fault is { } fault ? throw new ConfigurationException(fault) : settings;
    }

    /// <summary>The settings as far as they are valid, with what is wrong.</summary>
    public Settings ReadWithFaults()
    {
        CheckSpelling();
        var home = Path.GetFullPath(Text("QM_HOME") ?? ".");
        var data = new DataRoot(Directory("QM_DATA") ?? Path.Combine(home, "data"));
        var settings = new Settings
        {
            Home = home,
            Data = data,
            Replay = Directory("QM_REPLAY") ?? data.Replay,
            ReplayDates = ReplayDates(),
            Source = Source(),
            Postgres = Secret("QM_POSTGRES", Config.Secret.OfConnection),
            Redis = Secret("QM_REDIS", Config.Secret.OfConnection),
            ApiKeys = ApiKeys(),
            IbkrFlexToken = Secret("IBKR_FLEX_TOKEN"),
            IbkrFlexQueryId = Secret("IBKR_FLEX_QUERY_ID"),
            FlexTokens = Text(FlexTokensFile.Variable) is { } tokens ? FlexTokensFile.Read(tokens, faults) : [],
            Urls = Urls(),
            Exported = Exported(),
            ShardVariables = ShardChoice.Variables.Where(name => Text(name) is not null).ToDictionary(name => name, name => Text(name)!),
            SecretVariables =
                [.. SecretNames.Concat(UrlNames.Where(HasCredentials)).Concat(TelemetryNames.Where(IsSecret)).Where(name => Text(name) is not null)],
            Observers = new()
            {
                Ping = SecretUrl("QM_PING_URL"), Webhook = SecretUrl("QM_WEBHOOK_URL"), TextfileDirectory = Directory("QM_TEXTFILE_DIR"),
                ExportsTelemetry = Text("OTEL_EXPORTER_OTLP_ENDPOINT") is not null,
            },
            ObjectStorage = ObjectStorage(),
            ObjectStorageSecrets = [.. AwsSecretNames.Select(Text).OfType<string>().Select(value => new Secret(value))],
            Failure = Failure(),
            Columns = int.TryParse(Text("COLUMNS"), NumberStyles.None, CultureInfo.InvariantCulture, out var columns) && columns > 0 ? columns : null,
            PlainOutput = Text("NO_COLOR") is not null || Text("TERM") == "dumb",
        };
        if (settings.FlexTokens.Count > 0 && settings.IbkrFlexToken is null != settings.IbkrFlexQueryId is null)
            faults.Add($"IBKR_FLEX_TOKEN and IBKR_FLEX_QUERY_ID: only one is set beside {FlexTokensFile.Variable}; expected both or none");
        return faults.Count == 0 ? settings : settings with { Fault = string.Join('\n', faults) };
    }

    /// <summary>An empty variable counts as not set.</summary>
    private string? Text(string name) => variables.GetValueOrDefault(name) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;

    /// <summary>The variable, or the first line of the file in <c>NAME_FILE</c>.</summary>
    private Secret? Secret(string name, Func<string, Secret>? of = null)
    {
        of ??= text => new(text);
        if (Text(name + FileSuffix) is not { } path) return Text(name) is { } value ? of(value) : null;
        if (Text(name) is not null) faults.Add($"{name} and {name}{FileSuffix} are both set; expected only one");
        try
        {
            if (File.ReadLines(path).FirstOrDefault()?.Trim() is { Length: > 0 } line) return of(line);
            faults.Add($"{name}{FileSuffix}: the first line of {path} is empty; expected the value of {name}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add($"{name}{FileSuffix}: {path} cannot be read: {e.Message}");
        }
        return null;
    }

    /// <summary>An address with a token; a fault does not show it.</summary>
    /// <returns>Null for an invalid one, too: a run with invalid settings still notifies at the valid ones.</returns>
    private Secret? SecretUrl(string name)
    {
        var secret = Secret(name, Config.Secret.OfUrl);
        if (secret is null || (Uri.TryCreate(secret.Reveal(), UriKind.Absolute, out var url) && url.Scheme is "http" or "https")) return secret;
        faults.Add($"{name}: the value, not shown, is not an address; expected an http or https URL");
        return null;
    }

    private Dictionary<string, Secret> ApiKeys() =>
        KeyNames.Select(name => (name, Key: Secret(name))).Where(k => k.Key is not null).ToDictionary(k => k.name, k => k.Key!);

    private string? Directory(string name)
    {
        if (Text(name) is not { } path) return null;
        if (File.Exists(path)) faults.Add($"{name}: {path} is a file; expected a directory");
        return Path.GetFullPath(path);
    }

    private DateOrder ReplayDates()
    {
        var order = Text("QM_REPLAY_DATES") switch
        {
            null => DateOrder.Unknown,
            "dmy" => DateOrder.DayFirst,
            "mdy" => DateOrder.MonthFirst,
            "ymd" => DateOrder.YearFirst,
            _ => (DateOrder?)null,
        };
        if (order is null) faults.Add($"QM_REPLAY_DATES: unknown order '{Text("QM_REPLAY_DATES")}'; expected dmy, mdy or ymd");
        return order ?? DateOrder.Unknown;
    }

    private InjectedFailure? Failure()
    {
        try
        {
            return Text("QM_FAILPOINT") is { } text ? InjectedFailure.Parse(text) : null;
        }
        catch (FormatException e)
        {
            faults.Add($"QM_FAILPOINT: {e.Message}");
            return null;
        }
    }

    private SourceChoice Source()
    {
        if (Text("QM_SOURCE") is not { } text) return SourceChoice.Auto;
        var names = Enum.GetValues<SourceChoice>().ToDictionary(c => SnakeCase.Of(c.ToString()));
        if (names.TryGetValue(text, out var source)) return source;
        faults.Add($"QM_SOURCE: unknown source '{text}'{DidYouMean.Hint(text, names.Keys)}");
        return SourceChoice.Auto;
    }

    private Dictionary<string, Uri> Urls()
    {
        var urls = new Dictionary<string, Uri>();
        foreach (var name in UrlNames)
            if (Text(name) is { } text)
                if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https")) urls.Add(name, url);
                else
                    faults.Add($"{name}: {(HasCredentials(name) ? "the value, not shown, is not an address" : $"found '{text}'")}; "
                        + "expected an http or https URL like http://localhost:8080");
        return urls;
    }

    /// <summary>From the variables of AWS; without a key the SDK finds credentials elsewhere.</summary>
    private S3Access ObjectStorage()
    {
        var endpoint = ((string[])[Endpoint, "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"]).FirstOrDefault(name => Text(name) is not null);
        Uri? url = null;
        if (endpoint is not null && !(Uri.TryCreate(Text(endpoint), UriKind.Absolute, out url) && url.Scheme is "http" or "https" && url.UserInfo.Length == 0))
            faults.Add($"{endpoint}: the value, not shown, is not an address; expected an http or https URL without a user");
        var (key, secret) = (Text(AwsSecretNames[0]), Text(AwsSecretNames[1]));
        if (key is null != secret is null) faults.Add($"{AwsSecretNames[0]} and {AwsSecretNames[1]}: only one is set; expected both or none");
        return new(url, Text("AWS_REGION") ?? Text("AWS_DEFAULT_REGION"), secret is null ? null : key, secret, Text(AwsSecretNames[2]));
    }

    private Dictionary<string, string> Exported() =>
        PathNames.Select(name => (name, Value: Text(name) is { } path ? Path.GetFullPath(path) : null))
            .Concat(UrlNames.Where(name => !HasCredentials(name)).Concat(["QM_REPLAY_DATES", "QM_SOURCE"])
                .Concat(TelemetryNames.Where(name => !IsSecret(name))).Select(name => (name, Value: Text(name))))
            .Where(variable => variable.Value is not null).ToDictionary(variable => variable.name, variable => variable.Value!);

    /// <summary>The variables of OpenTelemetry, which its SDK reads itself.</summary>
    private IEnumerable<string> TelemetryNames =>
        variables.Keys.Where(name => name.StartsWith("OTEL_", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    private bool IsSecret(string telemetryName) => telemetryName.EndsWith("HEADERS", StringComparison.Ordinal) || HasCredentials(telemetryName);

    /// <summary>Whether a value, a mistyped address too, may contain a user or a token.</summary>
    private bool HasCredentials(string name) => Text(name) is { } text && text.AsSpan().ContainsAny('@', '?');

    /// <summary>A variable <c>QM_…</c> that resembles a known one is a typo; any other may belong to another program.</summary>
    private void CheckSpelling()
    {
        foreach (var name in variables.Keys.Where(k => k.StartsWith("QM_", StringComparison.Ordinal) && !Names.Contains(k)).Order())
            if (DidYouMean.Nearest(name, Names) is { } nearest)
                faults.Add($"{name}: unknown variable; did you mean '{nearest}'?");
    }
}
