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

    private readonly ActionCalendar splits = new(SharedDays, (first, last, ct) => ReadAsync(client, ActionKind.Split, first, last, ct));
    private readonly ActionCalendar dividends = new(0, (first, last, ct) => ReadAsync(client, ActionKind.Dividend, first, last, ct));

    /// <summary>The splits with an ex-date within these days.</summary>
    /// <exception cref="ProviderException">The calendar cannot be read.</exception>
    public Task<IReadOnlyList<CorporateAction>> SplitsAsync(DateOnly first, DateOnly last, CancellationToken ct) => splits.BetweenAsync(first, last, ct);

    /// <summary>Splits and dividends within the sessions, by symbol.</summary>
    /// <remarks>Without the calendar of dividends, total-return closes are taken as they are.</remarks>
    /// <exception cref="ProviderException">The calendar of splits cannot be read.</exception>
    public async Task<ILookup<string, CorporateAction>> ActionsAsync(IReadOnlyList<DateOnly> sessions, CancellationToken ct)
    {
        var (first, last) = (sessions[0], sessions[^1]);
        var actions = await SplitsAsync(first, last, ct);
        try
        {
            actions = [.. actions, .. await dividends.BetweenAsync(first, last, ct)];
        }
        catch (ProviderException e)
        {
            client.Tally.AddFault(e.Message);
        }
        return actions.ToLookup(a => a.Symbol);
    }

    /// <summary>A calendar cut at its maximum is read again in halves.</summary>
    private static async Task<IReadOnlyList<CorporateAction>> ReadAsync(
        ProviderClient client, ActionKind kind, DateOnly first, DateOnly last, CancellationToken ct)
    {
        var query = string.Create(CultureInfo.InvariantCulture, $"{PathOf(kind)}?from={first:yyyy-MM-dd}&to={last:yyyy-MM-dd}");
        var (rows, actions) = await PageAsync(client, kind, query, ct);
        if (rows < MaxRows || first == last) return actions;
        var middle = first.AddDays((last.DayNumber - first.DayNumber) / 2);
        return [.. await ReadAsync(client, kind, first, middle, ct), .. await ReadAsync(client, kind, middle.AddDays(1), last, ct)];
    }

    private static async Task<(int Rows, IReadOnlyList<CorporateAction> Actions)> PageAsync(
        ProviderClient client, ActionKind kind, string query, CancellationToken ct)
    {
        try
        {
            return await client.GetAuxiliaryAsync(query, null, body => Fmp.ParseCalendar(body, kind), ct);
        }
        catch (ProviderException e)
        {
            throw new ProviderException(e.Kind, $"{PathOf(kind)}: {e.Message}");
        }
    }

    private static string PathOf(ActionKind kind) => kind == ActionKind.Split ? "/stable/splits-calendar" : "/stable/dividends-calendar";
}
