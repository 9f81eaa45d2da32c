using System.Collections.ObjectModel;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Compute;

namespace QuantMatrix.Batch.Jobs;

/// <summary>The symbols the night works for, in ordinal order: active constituents, the portfolio and the benchmark.</summary>
/// <param name="warnings">Why they are not those that <see cref="All"/> holds.</param>
internal sealed class TrackedSymbols(IReadOnlyList<string> symbols, params IReadOnlyList<string> warnings) : ReadOnlyCollection<string>([.. symbols])
{
    public const string All = "tracked:all";
    public const string New = "tracked:new";
    public const string Portfolio = "tracked:portfolio";

    public IReadOnlyList<string> Warnings { get; } = warnings;

    /// <summary>Those this run has worked out; else those the sets hold; else, when the sets are lost or out of reach, those the tables name.</summary>
    /// <exception cref="DataUnfitException">Nothing is tracked.</exception>
    public static async Task<TrackedSymbols> ReadAsync(RunContext run, CancellationToken cancel)
    {
        if (run.Tracked is { } found) return new(found);
        var (why, portfolio) = ($"{All} is empty", (IReadOnlyList<string>)[]);
        try
        {
            if (await run.Sets.MembersAsync(All, cancel) is { Count: > 0 } held) return new(held);
            portfolio = await run.Sets.MembersAsync(Portfolio, cancel);
        }
        catch (TemporaryException e)
        {
            why = e.Message;
        }
        var benchmark = new UpdateTrackedSymbolCacheOptions().Benchmark;
        var symbols = await UniverseAsync(run, portfolio, benchmark, cancel);
        return symbols.Any(s => s != benchmark) ? new(symbols, $"{why}: the symbols are those the tables name")
            : throw new DataUnfitException($"{why}, and no table names a symbol to work for. Run refresh_index_constituents and update_tracked_symbol_cache first, or the whole chain");
    }

    /// <summary>All that is to be tracked; nothing else works it out.</summary>
    public static async Task<IReadOnlyList<string>> UniverseAsync(RunContext run, IReadOnlyList<string> portfolio, string benchmark, CancellationToken cancel) =>
        [.. (await run.Tables.ActiveConstituentsAsync(cancel: cancel)).Concat(portfolio).Append(benchmark).Distinct().Order(StringComparer.Ordinal)];
}
