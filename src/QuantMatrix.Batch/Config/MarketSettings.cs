using System.ComponentModel;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Config;

/// <summary>The section <c>market</c> of jobs.yaml: settings that are the same for every job.</summary>
/// <remarks>A job option with the name of a market setting takes its value and cannot differ from it.</remarks>
public sealed record MarketSettings : ICheckedOptions
{
    public const string Section = "market";

    public static OptionSchema Schema { get; } = new(typeof(MarketSettings));

    [Description("The ticker that beta, correlation and relative strength are measured against. It is always tracked.")]
    public string Benchmark { get; init; } = "SPY";

    [Description("The currency that symbols are quoted in, as an ISO code. A listing in US dollars must be on a US exchange.")]
    public string Currency { get; init; } = "USD";

    [Description("Symbols quoted in another currency: {SHOP: CAD}.")]
    public IReadOnlyDictionary<string, string> Currencies { get; init; } = new Dictionary<string, string>();

    /// <summary>The currency that a symbol is quoted in.</summary>
    public string CurrencyOf(string symbol) => Currencies.GetValueOrDefault(symbol, Currency);

    IEnumerable<OptionFault> ICheckedOptions.Faults =>
    [
        .. new[] { Benchmark }.Where(b => !IsTicker(b)).Select(b => new OptionFault($"found '{b}'; expected a ticker like SPY or BRK-B")),
        .. new[] { Currency }.Where(c => !IsCurrency(c)).Select(c => new OptionFault($"found '{c}'; expected an ISO code like USD")),
        .. Currencies.Keys.Where(s => !IsTicker(s)).Select(s => new OptionFault($"found '{s}'; expected a ticker like SPY or BRK-B", s)),
        .. Currencies.Where(c => !IsCurrency(c.Value)).Select(c => new OptionFault($"found '{c.Value}' for {c.Key}; expected an ISO code like CAD", c.Key)),
    ];

    /// <summary>A job option that differs from the market setting of the same name; null for every other option.</summary>
    /// <param name="owner">As in messages: <c>job 'recompute_indicators_universe'</c>.</param>
    public string? Conflict(string owner, string option, string value) =>
        Schema.Texts(this).GetValueOrDefault(option) is { } own && own != value
            ? $"option '{option}' of {owner} is '{value}', but the market's is '{own}'; set it once, for all jobs: market: {{{option}: {value}}}"
            : null;

    private static bool IsTicker(string text) => Symbols.TryCanonical(text, out var symbol) && symbol == text;

    private static bool IsCurrency(string text) => text.Length == 3 && text.All(char.IsAsciiLetterUpper) && text is not ("GBX" or "ZAC" or "ILA");
}
