using System.ComponentModel.DataAnnotations;
using QuantMatrix.MarketData.Providers;

namespace QuantMatrix.Batch.Config;

/// <summary>The section <c>providers</c> of jobs.yaml: which providers to use, in which order, and their rate limits.</summary>
/// <remarks>Keys and base addresses come from the environment.</remarks>
public sealed record ProviderSettings : ICheckedOptions
{
    /// <summary>The replay folder (<c>QM_REPLAY</c>) used as a provider.</summary>
    public const string Folder = "folder";

    private static readonly IReadOnlyList<string> Standard = [.. ProviderKind.All.Select(k => k.Name)], Known = [.. Standard, Folder];

    /// <summary>Providers of bars, in order of preference. One whose key is not set is skipped with a warning.</summary>
    public IReadOnlyList<string> Bars { get; init; } = Standard;

    /// <summary>Symbols fetched at the same time.</summary>
    [Range(1, 1_000)]
    public int Concurrency { get; init; } = 25;

    [Range(1, 100_000)]
    public int FmpCallsPerMinute { get; init; } = 300;

    [Range(1, 10_000_000)]
    public int? FmpCallsPerDay { get; init; }

    [Range(1, 100_000)]
    public int TwelvedataCallsPerMinute { get; init; } = 8;

    [Range(1, 10_000_000)]
    public int? TwelvedataCallsPerDay { get; init; } = 800;

    [Range(1, 100_000)]
    public int YahooCallsPerMinute { get; init; } = 60;

    /// <summary>Minutes after the close of its session until a bar is final.</summary>
    [Range(0, 600)]
    public int SettledAfterMinutes { get; init; } = 30;

    /// <summary>The rate limits of a provider; null for no daily limit.</summary>
    internal (int PerMinute, int? PerDay) Calls(string provider) => provider switch
    {
        Fmp.Provider => (FmpCallsPerMinute, FmpCallsPerDay),
        TwelveData.Provider => (TwelvedataCallsPerMinute, TwelvedataCallsPerDay),
        _ => (YahooCallsPerMinute, null),
    };

    IEnumerable<OptionFault> ICheckedOptions.Faults => Bars.Count == 0 ? [new($"found an empty list; expected one or more of {string.Join(", ", Known)}")]
        : Bars.Except(Known).Select(name => new OptionFault($"unknown provider '{name}'{DidYouMean.Hint(name, Known)}", name))
            .Concat(Bars.GroupBy(name => name).Where(g => g.Count() > 1).Select(g => new OptionFault($"'{g.Key}' is listed twice", g.Key)));
}
