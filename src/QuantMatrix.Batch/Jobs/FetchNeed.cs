using QuantMatrix.Batch.Coverage;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Jobs;

/// <summary>What the lake lacks of one symbol.</summary>
/// <param name="Request">Null when nothing is due: no call is made.</param>
/// <param name="Oldest">First stored session; null when nothing is stored.</param>
internal sealed record FetchNeed(string Symbol, BarRequest? Request, DateOnly? Oldest)
{
    /// <summary>Sessions before the newest stored one that are read again with whatever is due, and compared.</summary>
    private const int Overlap = 10;

    /// <summary>Holes among this many newest sessions are asked for again; older ones stay until somebody asks for them by <c>since</c>.</summary>
    private const int HealSessions = 30;

    /// <summary>Of every symbol: required sessions by the calendar, less the stored ones.</summary>
    /// <param name="since">First session required.</param>
    /// <param name="depth">What was asked for before; null when somebody wants all of it asked again, every hole since then included.</param>
    public static async Task<IReadOnlyList<FetchNeed>> ReadAsync(RunContext run, IReadOnlyList<string> symbols, DateOnly since, FetchedSince? depth, CancellationToken ct)
    {
        var first = run.Calendar.AtOrAfter(since);
        var window = new SessionWindow(run.Calendar, run.AsOf, depth is null ? Math.Max(HealSessions, run.Calendar.Count(first, run.AsOf)) : HealSessions);
        var stored = await StoredSessions.ReadAsync(run, window, ct);
        return [.. symbols.Select(symbol => Of(symbol, stored.GetValueOrDefault(symbol), first, depth?.Reaches(symbol, first) ?? false, run, window))];
    }

    private static FetchNeed Of(string symbol, StoredSessions? stored, DateOnly since, bool askedBefore, RunContext run, SessionWindow window)
    {
        if (stored?.Newest is not { } newest || (since < stored.Oldest && !askedBefore))
            return new(symbol, new BarRequest(symbol, since, window.Last) { WithActions = true }, stored?.Oldest);
        if (FirstMissing(stored, newest, since, window) is not { } missing) return new(symbol, null, stored.Oldest);
        var overlap = run.Calendar.Back(newest, Overlap - 1);
        return new(symbol, new BarRequest(symbol, missing < overlap ? run.Calendar.Back(missing, 1) : overlap, window.Last) { WithAdjClose = true }, stored.Oldest);
    }

    private static DateOnly? FirstMissing(StoredSessions stored, DateOnly newest, DateOnly since, SessionWindow window)
    {
        var from = window.PlaceFrom(stored.Oldest > since ? stored.Oldest : since);
        if (newest < window.First) return newest.AddDays(1);
        var missing = Enumerable.Range(from, window.Count - from).Except(stored.Places);
        return missing.Any() ? window.Sessions[missing.First()] : null;
    }
}
