using QuantMatrix.Model;

namespace QuantMatrix.Reconcile;

/// <summary>Decides which sessions of 5-minute bars to request: those of the newest sessions that lack a slot, and those since the newest stored one.</summary>
/// <param name="asOf">The newest day of the run.</param>
/// <param name="days">The number of newest sessions required.</param>
public sealed class IntradayPlan(SessionCalendar calendar, DateOnly asOf, int days)
{
    /// <summary>A symbol whose newest stored session is older than this many sessions begins anew.</summary>
    private const int LongestGap = 66;

    /// <summary>The newest session.</summary>
    public DateOnly Last { get; } = calendar.AtOrBefore(asOf);

    /// <summary>The first session required.</summary>
    public DateOnly First { get; } = calendar.Back(asOf, days - 1);

    /// <summary>The first session whose stored slots the plan looks at.</summary>
    public DateOnly Earliest { get; } = calendar.Back(asOf, Math.Max(days, LongestGap) - 1);

    /// <summary>The sessions to request, oldest first; a session with all slots is not.</summary>
    /// <param name="stored">The number of stored slots by session, from <see cref="Earliest"/> on.</param>
    public IReadOnlyList<DateOnly> Due(IReadOnlyDictionary<DateOnly, int> stored)
    {
        var newest = stored.Count == 0 ? First : stored.Keys.Max();
        return [.. calendar.Sessions(newest < First ? newest : First, Last)
            .Where(session => stored.GetValueOrDefault(session) < SessionSlots.Count(calendar, session))];
    }

    /// <summary>The first session of the request for due ones: the newest alone, else all required, so that a repeated run finds the response cached.</summary>
    /// <param name="due">At least one, oldest first.</param>
    public DateOnly From(IReadOnlyList<DateOnly> due) => due[0] == Last ? Last : due[0] < First ? due[0] : First;
}
