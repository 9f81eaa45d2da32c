using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Constituents;

/// <summary>Decides whether a new member list of an index is plausible beside the stored one.</summary>
public sealed record MembershipCheck
{
    private const int CloseDays = 31;
    private const double MaxApart = 0.01;

    /// <summary>Stored members; empty before the first list.</summary>
    public required IReadOnlyList<string> Before { get; init; }

    /// <summary>The day of the stored list.</summary>
    public DateOnly? ListedOn { get; init; }

    /// <summary>The day of a list that has no date of its own.</summary>
    public required DateOnly AsOf { get; init; }

    public IReadOnlyList<Rename> Renames { get; init; } = [];

    /// <summary>Accepts every list.</summary>
    public bool Confirm { get; init; }

    /// <summary>Why the number of members is implausible, or null.</summary>
    public string? SizeFault(MemberList list) => Confirm || list.IsLocal ? null : IndexBand.Fault(list);

    /// <summary>The change when it is implausible, or null.</summary>
    public MembershipDrift? ImplausibleDrift(MemberList list)
    {
        if (Confirm || list.IsLocal) return null;
        var drift = MembershipDrift.Of(Before, list, Renames, ListedOn is { } stored ? Day(list).DayNumber - stored.DayNumber : 0);
        return drift.IsPlausible ? null : drift;
    }

    /// <summary>
    /// Whether two lists confirm each other: they are from different sources, a dated one is at most 31 days old, and of each at most 1 % of the members,
    /// rounded down, are missing in the other.
    /// </summary>
    public bool Agree(MemberList first, MemberList second)
    {
        if (first.Source == second.Source || !IsClose(first) || !IsClose(second)) return false;
        IReadOnlyList<Rename> eitherWay = [.. Renames, .. Renames.Select(r => new Rename(r.To, r.From, r.Date))];
        var (onlyFirst, onlySecond) = MembershipDrift.Apart(first.Symbols, second.Symbols, eitherWay);
        return Math.Max(onlyFirst, onlySecond) <= (int)(MaxApart * Math.Min(first.Symbols.Count, second.Symbols.Count));
    }

    private bool IsClose(MemberList list) => AsOf.DayNumber - Day(list).DayNumber <= CloseDays;

    private DateOnly Day(MemberList list) => list.AsOf < AsOf ? list.AsOf.Value : AsOf;
}
