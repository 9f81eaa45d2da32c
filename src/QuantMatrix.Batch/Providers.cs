using System.ComponentModel.DataAnnotations;
using QuantMatrix.Batch.Options;

namespace QuantMatrix.Batch;

/// <summary>The section <c>providers</c> of jobs.yaml: who is asked for what, in which order and how hard. Keys and addresses are in the environment.</summary>
public sealed record Providers : ICheckedOptions
{
    public const string Fmp = "fmp", TwelveData = "twelvedata", Yahoo = "yahoo", Wikipedia = "wikipedia", File = "file";

    /// <summary>For bars; a provider that needs a key and has none is left out and named.</summary>
    public IReadOnlyList<string> Bars { get; init; } = [Fmp, TwelveData, Yahoo];

    /// <summary>For index constituents; <c>file</c> is the committed list.</summary>
    public IReadOnlyList<string> Constituents { get; init; } = [Fmp, Wikipedia, File];

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

    string? ICheckedOptions.Fault => Unknown("bars", Bars, [Fmp, TwelveData, Yahoo]) ?? Unknown("constituents", Constituents, [Fmp, Wikipedia, File]);

    private static string? Unknown(string option, IReadOnlyList<string> given, string[] known) =>
        given.Count == 0 ? $"{option} is empty; expected at least one of {string.Join(", ", known)}"
        : given.Distinct().Count() < given.Count ? $"{option} names one twice"
        : given.FirstOrDefault(name => !known.Contains(name)) is { } other ? $"'{other}' is none of {string.Join(", ", known)}{DidYouMean.Hint(other, known)}" : null;
}
