using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Providers;

/// <summary>The splits or dividends of all symbols, read once for all callers.</summary>
/// <param name="daysBefore">Read at least this many days, so that callers with different windows share one call.</param>
internal sealed class ActionCalendar(int daysBefore)
{
    private readonly Lock gate = new();
    private (DateOnly First, DateOnly Last, Task<IReadOnlyList<CorporateAction>> Actions)? read;

    /// <summary>The actions with an ex-date within these days.</summary>
    /// <param name="fetch">Reads the calendar when no earlier read holds these days; a failed read is not kept.</param>
    public async Task<IReadOnlyList<CorporateAction>> BetweenAsync(
        DateOnly first, DateOnly last, Func<DateOnly, DateOnly, Task<IReadOnlyList<CorporateAction>>> fetch)
    {
        var actions = await CoveringAsync(first, last, fetch);
        return [.. actions.Where(a => a.ExDate >= first && a.ExDate <= last)];
    }

    private Task<IReadOnlyList<CorporateAction>> CoveringAsync(
        DateOnly first, DateOnly last, Func<DateOnly, DateOnly, Task<IReadOnlyList<CorporateAction>>> fetch)
    {
        lock (gate)
        {
            if (read is { Actions: { IsFaulted: false, IsCanceled: false } } known && known.First <= first && last <= known.Last) return known.Actions;
            var from = last.AddDays(-daysBefore) is var early && early < first ? early : first;
            var actions = fetch(from, last);
            read = (from, last, actions);
            return actions;
        }
    }
}
