using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Providers;

/// <summary>The splits or dividends of all symbols, read once for all callers.</summary>
/// <param name="daysBefore">Read at least this many days, so that callers with different windows share one call.</param>
internal sealed class ActionCalendar(int daysBefore, Func<DateOnly, DateOnly, CancellationToken, Task<IReadOnlyList<CorporateAction>>> fetch)
{
    private readonly Lock gate = new();
    private (DateOnly First, DateOnly Last, Task<IReadOnlyList<CorporateAction>> Actions)? read;

    /// <summary>The actions with an ex-date within these days.</summary>
    public async Task<IReadOnlyList<CorporateAction>> BetweenAsync(DateOnly first, DateOnly last, CancellationToken ct)
    {
        var actions = await CoveringAsync(first, last, ct);
        return [.. actions.Where(a => a.ExDate >= first && a.ExDate <= last)];
    }

    private Task<IReadOnlyList<CorporateAction>> CoveringAsync(DateOnly first, DateOnly last, CancellationToken ct)
    {
        lock (gate)
        {
            if (read is { } known && known.First <= first && last <= known.Last) return known.Actions;
            var from = last.AddDays(-daysBefore) is var early && early < first ? early : first;
            var actions = fetch(from, last, ct);
            read = (from, last, actions);
            return actions;
        }
    }
}
