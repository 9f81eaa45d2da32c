using System.Globalization;
using QuantMatrix.Http;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Providers;

/// <summary>FMP's calendars of the splits and the dividends of all symbols, each one call.</summary>
internal sealed class FmpCalendars(ProviderClient client)
{
    /// <summary>Calls for both.</summary>
    public const int Calls = 2;

    /// <summary>A calendar returns no more rows than this.</summary>
    private const int MaxRows = 4_000;

    private const int SharedDays = 31;

    private readonly ActionCalendar splits = new(SharedDays), dividends = new(0);

    /// <summary>The splits with an ex-date within these days; the run can do without them, so that a failed read is not repeated.</summary>
    /// <exception cref="ProviderException">The calendar cannot be read.</exception>
    public Task<IReadOnlyList<CorporateAction>> SplitsAsync(DateOnly first, DateOnly last, CancellationToken ct) =>
        splits.BetweenAsync(first, last, (from, to) => ReadAsync(new(ActionKind.Split, IsNeeded: false), from, to, ct));

    /// <summary>The same for dividends.</summary>
    /// <exception cref="ProviderException">The calendar cannot be read.</exception>
    public Task<IReadOnlyList<CorporateAction>> DividendsAsync(DateOnly first, DateOnly last, CancellationToken ct) =>
        dividends.BetweenAsync(first, last, (from, to) => ReadAsync(new(ActionKind.Dividend, IsNeeded: false), from, to, ct));

    /// <summary>Splits and dividends within the sessions, by symbol.</summary>
    /// <remarks>Both calendars are needed: files hold no actions.</remarks>
    /// <exception cref="ProviderException">One of the calendars cannot be read.</exception>
    public async Task<ILookup<string, CorporateAction>> ActionsAsync(IReadOnlyList<DateOnly> sessions, CancellationToken ct)
    {
        var (first, last) = (sessions[0], sessions[^1]);
        var actions = await splits.BetweenAsync(first, last, (from, to) => ReadAsync(new(ActionKind.Split, IsNeeded: true), from, to, ct));
        var more = await dividends.BetweenAsync(first, last, (from, to) => ReadAsync(new(ActionKind.Dividend, IsNeeded: true), from, to, ct));
        return actions.Concat(more).ToLookup(a => a.Symbol);
    }

    /// <summary>A calendar cut at its maximum is read again in halves.</summary>
    private async Task<IReadOnlyList<CorporateAction>> ReadAsync(Calendar calendar, DateOnly first, DateOnly last, CancellationToken ct)
    {
        var query = string.Create(CultureInfo.InvariantCulture, $"{calendar.Path}?from={first:yyyy-MM-dd}&to={last:yyyy-MM-dd}");
        var (rows, actions) = await PageAsync(calendar, query, ct);
        if (rows < MaxRows || first == last) return actions;
        var middle = first.AddDays((last.DayNumber - first.DayNumber) / 2);
        return [.. await ReadAsync(calendar, first, middle, ct), .. await ReadAsync(calendar, middle.AddDays(1), last, ct)];
    }

    private async Task<(int Rows, IReadOnlyList<CorporateAction> Actions)> PageAsync(Calendar calendar, string query, CancellationToken ct)
    {
        try
        {
            return calendar.IsNeeded ? await client.GetBodyAsync(query, body => Fmp.ParseCalendar(body, calendar.Kind), calls: 1, ct)
                : await client.GetAuxiliaryAsync(query, null, body => Fmp.ParseCalendar(body, calendar.Kind), ct);
        }
        catch (ProviderException e)
        {
            throw new ProviderException(e.Kind, $"{calendar.Path}: {e.Message}") { MayPass = e.MayPass };
        }
    }

    /// <param name="IsNeeded">Whether a transient fault is retried.</param>
    private sealed record Calendar(ActionKind Kind, bool IsNeeded)
    {
        public string Path => Kind == ActionKind.Split ? "/stable/splits-calendar" : "/stable/dividends-calendar";
    }
}
