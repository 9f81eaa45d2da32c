using System.ComponentModel.DataAnnotations;
using QuantMatrix.MarketData.Providers;

namespace QuantMatrix.Batch.Config;

/// <summary>The section <c>providers</c> of jobs.yaml: who is asked for what, in which order and how hard. Keys and addresses are in the environment.</summary>
public sealed record Providers : ICheckedOptions
{
    /// <summary>The folder that <c>QM_REPLAY</c> names, as one of the providers.</summary>
    public const string Folder = "folder";

    private static readonly IReadOnlyList<string> Standard = [.. ProviderKind.All.Select(k => k.Name)], Known = [.. Standard, Folder];

    /// <summary>For bars; a provider that needs a key and has none is left out and named.</summary>
    public IReadOnlyList<string> Bars { get; init; } = Standard;

    /// <summary>Symbols under way at a time.</summary>
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

    /// <summary>How long after the close of its session a bar is settled.</summary>
    [Range(0, 600)]
    public int SettledAfterMinutes { get; init; } = 30;

    /// <summary>A provider's calls allowed in a minute and in a day.</summary>
    internal (int PerMinute, int? PerDay) Calls(string provider) => provider switch
    {
        Fmp.Provider => (FmpCallsPerMinute, FmpCallsPerDay),
        TwelveData.Provider => (TwelvedataCallsPerMinute, TwelvedataCallsPerDay),
        _ => (YahooCallsPerMinute, null),
    };

    string? ICheckedOptions.Fault =>
        Bars.Count == 0 ? $"found none; expected at least one of {string.Join(", ", Known)}"
        : Bars.Distinct().Count() < Bars.Count ? "found one twice"
        : Bars.FirstOrDefault(name => !Known.Contains(name)) is { } other ? $"found '{other}'; expected some of {string.Join(", ", Known)}{DidYouMean.Hint(other, Known)}" : null;
}
