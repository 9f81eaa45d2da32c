using System.Globalization;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Constituents;

/// <summary>The change between the stored member list of an index and a new one, and the largest plausible change.</summary>
/// <remarks>
/// The limit is a share of the members that may change at once, plus a share for each year since the stored list, at most half of the members.
/// SP500: in 2019–2025 at most 1 % of the members changed on one day, 5.6 % in one year, 7.4 % in 18 months and 15.9 % in four years.
/// NASDAQ100: up to 6 members change at the annual reconstitution in December, about 10 % in a year.
/// DOW30: up to three members change on one day, one or two in a year.
/// </remarks>
/// <param name="Removed">Members that left, without those that only changed their ticker.</param>
/// <param name="Added">Members that joined, without those that only changed their ticker.</param>
/// <param name="Members">Number of stored members.</param>
/// <param name="Days">Age of the stored list when the new one was made.</param>
/// <param name="Limit">Maximum number of removed and of added members.</param>
public sealed record MembershipDrift(int Removed, int Added, int Members, int Days, int Limit)
{
    private const decimal MaxShare = 0.5m, DaysPerYear = 365.25m;

    private static readonly (decimal AtOnce, decimal PerYear) Other = (0.03m, 0.05m);

    private static readonly Dictionary<string, (decimal AtOnce, decimal PerYear)> Turnover = new()
    {
        [IndexBand.Sp500] = (0.03m, 0.045m), [IndexBand.Nasdaq100] = (0.08m, 0.10m), [IndexBand.Dow30] = (0.10m, 0.05m),
    };

    /// <summary>Without stored members every list is plausible.</summary>
    public bool IsPlausible => Members == 0 || Math.Max(Removed, Added) <= Limit;

    /// <param name="days">Days between the two lists; a negative number counts as zero.</param>
    public static MembershipDrift Of(IReadOnlyList<string> before, MemberList list, IReadOnlyList<Rename> renames, int days)
    {
        var (removed, added) = Apart(before, list.Symbols, renames);
        return new(removed, added, before.Count, Math.Max(0, days), LimitOf(list.Index, before.Count, days));
    }

    /// <summary>The number of members that may leave or join within some days; at least one.</summary>
    public static int LimitOf(string index, int members, int days)
    {
        var (atOnce, perYear) = Turnover.GetValueOrDefault(index, Other);
        return Math.Max(1, (int)(members * Math.Min(MaxShare, atOnce + perYear * Math.Max(0, days) / DaysPerYear)));
    }

    /// <summary>Symbols in only one of two lists; a ticker change between them is no difference.</summary>
    internal static (int First, int Second) Apart(IReadOnlyList<string> first, IReadOnlyList<string> second, IReadOnlyList<Rename> renames)
    {
        var (gone, came) = (first.Except(second).ToHashSet(), second.Except(first).ToHashSet());
        foreach (var (from, to, _) in renames)
            if (gone.Contains(from) && came.Contains(to)) (_, _) = (gone.Remove(from), came.Remove(to));
        return (gone.Count, came.Count);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"found {Removed} removed and {Added} added of {Plural.Of(Members, "member")}; expected at most {Limit} of each in {Plural.Of(Days, "day")}");
}
