using System.Collections.ObjectModel;
using QuantMatrix.Batch.Jobs.Flex;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Indicators;
using QuantMatrix.Model;
using QuantMatrix.Publish;

namespace QuantMatrix.Batch.Jobs;

/// <summary>The symbols the night works for, in ordinal order: active constituents, the portfolio and the benchmark.</summary>
/// <param name="warnings">Why they are not those that <see cref="All"/> holds.</param>
internal sealed class TrackedSymbols(IReadOnlyList<string> symbols, params IReadOnlyList<string> warnings) : ReadOnlyCollection<string>([.. symbols])
{
    public const string All = "tracked:all";
    public const string New = "tracked:new";
    public const string Portfolio = "tracked:portfolio";

    private static readonly TimeSpan NewFor = TimeSpan.FromHours(24);

    public IReadOnlyList<string> Warnings { get; } = warnings;

    /// <summary>Those this run has worked out; else those the sets hold; else, when the sets are lost or out of reach, those the tables name.</summary>
    /// <exception cref="DataUnfitException">Nothing is tracked.</exception>
    public static async Task<TrackedSymbols> ReadAsync(RunContext run, CancellationToken ct)
    {
        if (run.Tracked is { } found) return new(found);
        var why = $"{All} is empty";
        try
        {
            if (await run.Sets.MembersAsync(All, ct) is { Count: > 0 } held) return new(held);
        }
        catch (TemporaryException e)
        {
            why = e.Message;
        }
        var benchmark = run.Market.Benchmark;
        var symbols = await UniverseAsync(run, await PortfolioAsync(run, ct), benchmark, ct);
        return symbols.Any(s => s != benchmark) ? new(symbols, $"{why}: the symbols are those the tables name")
            : throw new DataUnfitException($"{why}, and no table names a symbol to work for. Run refresh_index_constituents and update_tracked_symbol_cache first, or the whole chain");
    }

    /// <summary>All that is to be tracked; nothing else works it out.</summary>
    public static async Task<IReadOnlyList<string>> UniverseAsync(RunContext run, IReadOnlyList<string> portfolio, string benchmark, CancellationToken ct) =>
        [.. (await run.Tables.ActiveConstituentsAsync(ct: ct)).Concat(portfolio).Append(benchmark).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>What is held, in ordinal order: as the set says, or the broker's statements when it is lost or out of reach.</summary>
    public static async Task<IReadOnlyList<string>> PortfolioAsync(RunContext run, CancellationToken ct)
    {
        try
        {
            if (await run.Sets.MembersAsync(Portfolio, ct) is { Count: > 0 } held) return held;
        }
        catch (TemporaryException)
        {
            // Each job that publishes sets tells it.
        }
        return PortfolioHoldings.Of(await run.Tables.HoldingsAsync(ct)).Symbols;
    }

    /// <summary>Makes the sets hold what is to be tracked.</summary>
    public static async Task<TrackedChange> WriteAsync(RunContext run, IReadOnlyList<string> tracked, CancellationToken ct)
    {
        var before = await run.Sets.MembersAsync(All, ct);
        var known = before.Count > 0 ? before : await KnownAsync(run, tracked, ct);
        var added = tracked.Except(known).ToList();

        // Additions first: a run that dies in between finds them again.
        if (added.Count > 0) await run.Sets.AddToSetAsync(New, added, NewFor, ct);
        if (!tracked.SequenceEqual(before)) await run.Sets.ReplaceSetAsync(All, tracked, null, ct);
        return new(added.Count, before.Except(tracked).Count(), WasLost: before.Count == 0 && known.Count > 0);
    }

    /// <summary>Makes the portfolio hold these symbols, and adds them to what is tracked; what left it goes when all of it is worked out again.</summary>
    public static async Task HoldAsync(RunContext run, IReadOnlyList<string> portfolio, CancellationToken ct)
    {
        if (!(await run.Sets.MembersAsync(Portfolio, ct)).SequenceEqual(portfolio)) await run.Sets.ReplaceSetAsync(Portfolio, portfolio, null, ct);
        var held = await run.Sets.MembersAsync(All, ct);
        var tracked = held.Count == 0 ? await UniverseAsync(run, portfolio, run.Market.Benchmark, ct)
            : [.. held.Union(portfolio).Order(StringComparer.Ordinal)];
        await WriteAsync(run, tracked, ct);
    }

    /// <summary>
    /// Which symbols are not new although <see cref="All"/> is gone: all but those who joined an index after the last session that was recorded. Nothing is
    /// known before the first one was.
    /// </summary>
    private static async Task<IReadOnlyList<string>> KnownAsync(RunContext run, IReadOnlyList<string> tracked, CancellationToken ct)
    {
        var recorded = await run.Tables.RecordedSymbolsAsync(DateOnly.MinValue, run.AsOf, ct);
        if (recorded.Count == 0) return [];
        var last = recorded.Keys.Max();
        var joined = (await run.Tables.MembershipsAsync(ct)).GroupBy(m => m.Symbol).Where(m => !m.Any(i => WasMember(i, last))).Select(m => m.Key);
        return [.. tracked.Except(joined)];
    }

    private static bool WasMember(Membership interval, DateOnly session) => interval.FirstSeen <= session && !(interval.BecameInactive <= session);
}
