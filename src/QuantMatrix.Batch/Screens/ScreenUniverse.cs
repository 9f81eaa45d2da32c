using QuantMatrix.Batch.Jobs;

namespace QuantMatrix.Batch.Screens;

/// <summary>The symbols a screen of a past session is about: the index members of that day.</summary>
/// <remarks>
/// What is tracked besides, by today's portfolio and watch lists, was chosen later: it counts only where no member list is stored at all.
/// </remarks>
/// <param name="members">When symbols were members of indices.</param>
/// <param name="others">Tracked symbols that never were a member: the benchmark, the portfolio and watch lists.</param>
/// <param name="index">Only its members; null for all.</param>
internal sealed class ScreenUniverse(IndexMembers members, IReadOnlySet<string> others, string? index)
{
    /// <summary>Whether no member list is stored, so that every tracked symbol belongs to it.</summary>
    public bool IsTracked { get; } = index is null && !members.Symbols.Any();

    /// <summary>Every symbol that ever belonged to it, in ordinal order.</summary>
    public IReadOnlyList<string> Symbols => field ??= [.. IsTracked ? others.Order(StringComparer.Ordinal)
        : members.Symbols.Where(s => index is null || members.Of(s).Any(m => m.Index == index)).Order(StringComparer.Ordinal)];

    /// <summary>Tracked symbols left out, in ordinal order.</summary>
    public IReadOnlyList<string> LeftOut => IsTracked || index is not null ? [] : [.. others.Order(StringComparer.Ordinal)];

    /// <param name="symbol">The symbol.</param>
    /// <param name="day">Days since 1970-01-01.</param>
    public bool Contains(string symbol, int day) =>
        members.Of(symbol) is { Count: > 0 } own ? own.Any(m => (index is null || m.Index == index) && m.From <= day && day <= m.Until)
        : IsTracked && others.Contains(symbol);

    /// <summary>The indices whose first stored list is newer than a day, with the day of that list: it stands in for the days before.</summary>
    public IEnumerable<(string Index, DateOnly Began)> LaterThan(DateOnly day) =>
        members.Began.Where(b => (index is null || b.Key == index) && b.Value > day).OrderBy(b => b.Key, StringComparer.Ordinal).Select(b => (b.Key, b.Value));
}
