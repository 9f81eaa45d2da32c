using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Parsing;

/// <summary>Finds dates that a conversion of the time zone moved by a day: weeks with a Sunday and no Friday, or with a Saturday and no Monday.</summary>
/// <remarks>A zone with summer time moves the dates of some months only, so each week counts by itself.</remarks>
internal static class DateShift
{
    private const int FewestDays = 10, FewestWeeks = 2;

    /// <summary>Why the dates of one file are not session dates; null without a shift, or with too few dates to prove one.</summary>
    /// <param name="accepted">The days of the bars, none of them on a weekend.</param>
    /// <param name="rejected">The distinct days of the rejected rows.</param>
    public static string? Fault(ReadOnlySpan<int> accepted, IReadOnlyCollection<int> rejected)
    {
        if (rejected.Count(IsWeekend) < FewestWeeks) return null;
        HashSet<int> days = [.. rejected, .. accepted];
        if (days.Count < FewestDays) return null;
        return Fault(days, DayOfWeek.Sunday, DayOfWeek.Friday, "early") ?? Fault(days, DayOfWeek.Saturday, DayOfWeek.Monday, "late");
    }

    /// <summary>A feed that also trades on weekends has both days in most weeks.</summary>
    private static string? Fault(HashSet<int> days, DayOfWeek closed, DayOfWeek missing, string side)
    {
        var found = days.Where(d => Day.Date(d).DayOfWeek == closed).ToList();
        var moved = found.Count(d => !days.Contains(d + (missing - closed)));
        return moved < FewestWeeks || moved * 2 <= found.Count ? null
            : $"dates are a day {side}: found {Plural.Of(moved, closed.ToString())} and no {missing} in the same weeks, "
                + "as after a conversion of the time zone; expected session dates in New York";
    }

    private static bool IsWeekend(int day) => Day.Date(day).DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
}
