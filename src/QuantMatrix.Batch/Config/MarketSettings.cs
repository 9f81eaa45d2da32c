using QuantMatrix.Model;

namespace QuantMatrix.Batch.Config;

/// <summary>The section <c>market</c> of jobs.yaml: settings that are the same for every job.</summary>
/// <remarks>A job option with the name of a market setting takes its value and cannot differ from it.</remarks>
public sealed record MarketSettings : ICheckedOptions
{
    public const string Section = "market";

    public static OptionSchema Schema { get; } = new(typeof(MarketSettings));

    /// <summary>The ticker that beta, correlation and relative strength are measured against. It is always tracked.</summary>
    public string Benchmark { get; init; } = "SPY";

    IEnumerable<OptionFault> ICheckedOptions.Faults => Symbols.TryCanonical(Benchmark, out var symbol) && symbol == Benchmark ? []
        : [new($"found '{Benchmark}'; expected a ticker like SPY or BRK-B")];

    /// <summary>A job option that differs from the market setting of the same name; null for every other option.</summary>
    /// <param name="owner">As in messages: <c>job 'recompute_indicators_universe'</c>.</param>
    public string? Conflict(string owner, string option, string value) =>
        Schema.Texts(this).GetValueOrDefault(option) is { } own && own != value
            ? $"option '{option}' of {owner} is '{value}', but the market's is '{own}'; set it once, for all jobs: market: {{{option}: {value}}}"
            : null;
}
