using System.Collections.ObjectModel;
using QuantMatrix.Batch.Jobs.Flex;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Model;
using QuantMatrix.Publish;

namespace QuantMatrix.Batch.Jobs;

/// <summary>The tracked symbols in ordinal order: active constituents, the portfolio, watch lists and the benchmark.</summary>
/// <param name="warnings">Why they do not come from the set <see cref="All"/>.</param>
internal sealed class TrackedSymbols(IReadOnlyList<string> symbols, params IReadOnlyList<string> warnings) : ReadOnlyCollection<string>([.. symbols])
{
    public const string All = "tracked:all";
    public const string New = "tracked:new";
    public const string Portfolio = "tracked:portfolio";

    private static readonly TimeSpan NewFor = TimeSpan.FromHours(24);

    public IReadOnlyList<string> Warnings { get; } = warnings;

    /// <summary>The symbols this run has determined, else those of the published set, else, when the set is lost or unreachable, those of the tables.</summary>
    /// <exception cref="DataUnfitException">Nothing is tracked.</exception>
    public static async Task<TrackedSymbols> ReadAsync(RunContext run, CancellationToken ct)
    {
        if (run.Tracked is { } determined) return new(determined);
        var reason = $"{All} is empty";
        try
        {
            if (await run.Sets.MembersAsync(All, ct) is { Count: > 0 } published) return new(published);
        }
        catch (TemporaryException e)
        {
            reason = e.Message;
        }
        var symbols = await FromTablesAsync(run, await PortfolioAsync(run, ct), ct);
        return symbols.Any(s => s != run.Market.Benchmark) ? new(symbols, $"{reason}: using symbols from the database")
            : throw new DataUnfitException($"{reason}, and the database names no symbols either; "
                + "run refresh_index_constituents and update_tracked_symbol_cache first, or the whole chain");
    }

    /// <summary>The one definition of what is tracked.</summary>
    public static async Task<IReadOnlyList<string>> FromTablesAsync(RunContext run, IReadOnlyList<string> portfolio, CancellationToken ct) =>
    [
        .. (await run.Tables.ActiveConstituentsAsync(ct: ct)).Concat(portfolio).Concat(run.Watch.SelectMany(l => l.Symbols)).Append(run.Market.Benchmark)
            .Distinct().Order(StringComparer.Ordinal),
    ];

    /// <summary>The symbols held, in ordinal order: those of the published set, or of the broker's statements when the set is lost or unreachable.</summary>
    public static async Task<IReadOnlyList<string>> PortfolioAsync(RunContext run, CancellationToken ct)
    {
        try
        {
            if (await run.Sets.MembersAsync(Portfolio, ct) is { Count: > 0 } published) return published;
        }
        catch (TemporaryException)
        {
            // Jobs that publish sets report that they are unreachable.
        }
        return PortfolioHoldings.Of(await run.Tables.HoldingsAsync(ct)).Symbols;
    }

    /// <summary>Publishes the tracked symbols.</summary>
    public static async Task<TrackedChange> WriteAsync(RunContext run, IReadOnlyList<string> tracked, CancellationToken ct)
    {
        var before = await run.Sets.MembersAsync(All, ct);
        var known = before.Count > 0 ? before : await KnownAsync(run, tracked, ct);
        var added = tracked.Except(known).ToList();

        // Additions first: after a crash in between, the next run finds them again.
        if (added.Count > 0) await run.Sets.AddToSetAsync(New, added, NewFor, ct);
        if (!tracked.SequenceEqual(before)) await run.Sets.ReplaceSetAsync(All, tracked, null, ct);
        return new(added.Count, before.Except(tracked).Count(), Rebuilt: before.Count == 0 && known.Count > 0);
    }

    /// <summary>Publishes the portfolio and tracks its symbols; one that left it stays tracked until the next <c>update_tracked_symbol_cache</c>.</summary>
    public static async Task SetPortfolioAsync(RunContext run, IReadOnlyList<string> portfolio, CancellationToken ct)
    {
        if (!(await run.Sets.MembersAsync(Portfolio, ct)).SequenceEqual(portfolio)) await run.Sets.ReplaceSetAsync(Portfolio, portfolio, null, ct);
        var published = await run.Sets.MembersAsync(All, ct);
        var tracked = published.Count == 0 ? await FromTablesAsync(run, portfolio, ct) : [.. published.Union(portfolio).Order(StringComparer.Ordinal)];
        await WriteAsync(run, tracked, ct);
    }

    /// <summary>
    /// The symbols that are not new although <see cref="All"/> is gone: all but those that joined an index after the last recorded session.
    /// Before the first recorded session every symbol is new.
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

/// <summary>How the tracked symbols changed.</summary>
/// <param name="Rebuilt">The published set was gone although symbols had been tracked before.</param>
internal sealed record TrackedChange(int Added, int Dropped, bool Rebuilt);
