using QuantMatrix.Broker.Flex.Service;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Jobs.Flex;

/// <summary>Finds the days between the statements of an account that no statement covers.</summary>
internal static class FlexGaps
{
    /// <summary>How many requests one sync may make for missing days.</summary>
    private const int MostRequests = 5;

    /// <summary>The periods to ask for, newest first: gaps of several accounts that overlap are one. A gap of only holidays and weekends is none.</summary>
    /// <param name="covered">Periods that the statements of each account cover, in any order.</param>
    public static IReadOnlyList<FlexDays> Of(IEnumerable<IEnumerable<(DateOnly From, DateOnly To)>> covered, SessionCalendar calendar)
    {
        var gaps = new List<FlexDays>();
        foreach (var gap in covered.SelectMany(account => Between(account, calendar)).OrderBy(g => g.From))
            if (gaps.Count > 0 && gap.From <= gaps[^1].To) gaps[^1] = gaps[^1] with { To = gap.To > gaps[^1].To ? gap.To : gaps[^1].To };
            else gaps.Add(gap);
        return [.. gaps.Select(AtMost).Reverse().Take(MostRequests)];
    }

    private static IEnumerable<FlexDays> Between(IEnumerable<(DateOnly From, DateOnly To)> covered, SessionCalendar calendar)
    {
        DateOnly? last = null;
        foreach (var (from, to) in covered.OrderBy(c => c.From).ThenBy(c => c.To))
        {
            if (last is { } day && calendar.AtOrAfter(day.AddDays(1)) is var missing && missing < from)
                yield return new(missing, calendar.AtOrBefore(from.AddDays(-1)));
            last = last > to ? last : to;
        }
    }

    /// <summary>The newest days of a gap that is longer than the service accepts.</summary>
    private static FlexDays AtMost(FlexDays gap) =>
        gap.To.DayNumber - gap.From.DayNumber < FlexDays.Most ? gap : gap with { From = gap.To.AddDays(1 - FlexDays.Most) };
}
