using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using QuantMatrix.MarketData.Providers;

namespace QuantMatrix.Batch.Config;

/// <summary>The section <c>providers</c> of jobs.yaml: which providers to use, in which order, and their rate limits.</summary>
/// <remarks>Keys and base addresses come from the environment.</remarks>
public sealed record ProviderSettings : ICheckedOptions
{
    /// <summary>The replay folder (<c>QM_REPLAY</c>) used as a provider.</summary>
    public const string Folder = "folder";

    private static readonly IReadOnlyList<string> Standard = [.. ProviderKind.All.Select(k => k.Name)];

    /// <summary>Every provider of bars.</summary>
    internal static readonly IReadOnlyList<string> Known = [.. Standard, Folder];

    [Description("Providers of bars, in order of preference. One whose key is not set is skipped with a warning.")]
    public IReadOnlyList<string> Bars { get; init; } = Standard;

    [Description("Symbols fetched at the same time.")]
    [Range(1, 1_000)]
    public int Concurrency { get; init; } = 25;

    [Description("Calls to fmp in a minute at most.")]
    [Range(1, 100_000)]
    public int FmpCallsPerMinute { get; init; } = 300;

    [Description("Calls to fmp in a UTC day at most; null for no limit.")]
    [Range(1, 10_000_000)]
    public int? FmpCallsPerDay { get; init; }

    [Description("Calls to twelvedata in a minute at most.")]
    [Range(1, 100_000)]
    public int TwelvedataCallsPerMinute { get; init; } = 8;

    [Description("Calls to twelvedata in a UTC day at most; null for no limit.")]
    [Range(1, 10_000_000)]
    public int? TwelvedataCallsPerDay { get; init; } = 800;

    [Description("Calls to tiingo in a minute at most.")]
    [Range(1, 100_000)]
    public int TiingoCallsPerMinute { get; init; } = 150;

    [Description("Calls to tiingo in a UTC day at most; null for no limit.")]
    [Range(1, 10_000_000)]
    public int? TiingoCallsPerDay { get; init; } = 100_000;

    [Description("Calls to eodhd in a minute at most.")]
    [Range(1, 100_000)]
    public int EodhdCallsPerMinute { get; init; } = 1_000;

    [Description("Calls to eodhd in a UTC day at most; null for no limit.")]
    [Range(1, 10_000_000)]
    public int? EodhdCallsPerDay { get; init; } = 100_000;

    [Description("Calls to yahoo in a minute at most.")]
    [Range(1, 100_000)]
    public int YahooCallsPerMinute { get; init; } = 40;

    [Description("The User-Agent header sent to Yahoo: a current browser's.")]
    public string YahooUserAgent { get; init; } = Yahoo.DefaultUserAgent;

    [Description("Minutes after the close of its session until a bar is final.")]
    [Range(0, 600)]
    public int SettledAfterMinutes { get; init; } = 30;

    [Description("An e-mail address or URL in the user agent of requests to Wikipedia, which its policy asks for.")]
    public string Contact { get; init; } = "self-hosted, no contact configured";

    /// <summary>The rate limits of a provider; null for no daily limit.</summary>
    internal (int PerMinute, int? PerDay) Calls(string provider) => provider switch
    {
        Fmp.Provider => (FmpCallsPerMinute, FmpCallsPerDay),
        TwelveData.Provider => (TwelvedataCallsPerMinute, TwelvedataCallsPerDay),
        Tiingo.Provider => (TiingoCallsPerMinute, TiingoCallsPerDay),
        Eodhd.Provider => (EodhdCallsPerMinute, EodhdCallsPerDay),
        _ => (YahooCallsPerMinute, null),
    };

    IEnumerable<OptionFault> ICheckedOptions.Faults =>
    [
        .. Bars.Count == 0 ? [new OptionFault($"found an empty list; expected one or more of {string.Join(", ", Known)}")] : Array.Empty<OptionFault>(),
        .. Bars.Except(Known).Select(name => new OptionFault($"unknown provider '{name}'{DidYouMean.Hint(name, Known)}", name)),
        .. Bars.GroupBy(name => name).Where(g => g.Count() > 1).Select(g => new OptionFault($"'{g.Key}' is listed twice", g.Key)),
        .. IsUserAgentComment(Contact) ? Array.Empty<OptionFault>()
            : [new($"found '{Contact}'; expected an e-mail address or URL of 1 to 100 printable ASCII characters without parentheses")],
        .. YahooUserAgent.Length > 0 && YahooUserAgent.All(c => c is >= ' ' and <= '~') ? Array.Empty<OptionFault>()
            : [new($"found '{YahooUserAgent}'; expected printable ASCII like {Yahoo.DefaultUserAgent}")],
    ];

    private static bool IsUserAgentComment(string text) =>
        text.Trim().Length is > 0 and <= 100 && text.All(c => c is >= ' ' and <= '~' and not '(' and not ')');
}
