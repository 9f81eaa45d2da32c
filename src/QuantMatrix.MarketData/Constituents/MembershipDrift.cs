using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Constituents;

/// <summary>How many members may change between two lists: more than 3 % is a wrong list rather than a change of the index; one may always.</summary>
public static class MembershipDrift
{
    private const double Share = 0.03;

    /// <summary>What is wrong with a list; null when it follows from the members before, or when there are none yet.</summary>
    /// <param name="renames">Members that only changed their ticker have not changed.</param>
    public static string? Fault(IReadOnlyList<string> before, MemberList list, IReadOnlyList<Rename> renames)
    {
        if (before.Count == 0) return null;
        var (left, came) = (before.Except(list.Symbols).ToList(), list.Symbols.Except(before).ToList());
        var same = renames.Count(r => left.Contains(r.From) && came.Contains(r.To));
        var (most, found) = (Math.Max(1, (int)(Share * before.Count)), Math.Max(left.Count, came.Count) - same);
        return found <= most ? null
            : $"found {left.Count - same} of {before.Count} members gone and {came.Count - same} new ones; expected at most {most}. If that is so, the option confirm=true takes the list";
    }
}
