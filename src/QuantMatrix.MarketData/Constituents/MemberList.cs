using System.Text.RegularExpressions;
using QuantMatrix.MarketData.Parsing;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Constituents;

/// <summary>The members of an index according to one source.</summary>
/// <param name="Symbols">Canonical, distinct, ordinal order.</param>
public sealed record MemberList(string Index, IReadOnlyList<string> Symbols, string Source)
{
    /// <summary>The date the list is valid for; null for the date it is read.</summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>Whether the list is the user's own and is accepted without plausibility checks.</summary>
    public bool IsLocal { get; init; }
}

/// <summary>The plausible number of members of an index; fewer or more indicate a truncated or wrong list.</summary>
public sealed record IndexBand(int Min, int Max)
{
    public const string Sp500 = "SP500", Nasdaq100 = "NASDAQ100", Dow30 = "DOW30";

    private static readonly Dictionary<string, IndexBand> Known = new() { [Sp500] = new(495, 510), [Nasdaq100] = new(99, 104), [Dow30] = new(30, 30) };

    /// <summary>Why the size of a list is implausible; null when it is plausible or the index has no band.</summary>
    public static string? Fault(MemberList list) =>
        !Known.TryGetValue(list.Index, out var band) || (list.Symbols.Count >= band.Min && list.Symbols.Count <= band.Max) ? null
            : $"found {Plural.Of(list.Symbols.Count, "member")}; expected {band}";

    public override string ToString() => Min == Max ? $"{Min}" : $"{Min} to {Max}";
}

/// <summary>Limits the change between two member lists: at most 3 % of the members, but always at least one.</summary>
public static class MembershipDrift
{
    private const double MaxShare = 0.03;

    /// <summary>Why the change is implausible; null when it is plausible or there are no previous members.</summary>
    /// <param name="renames">A member that only changed its ticker is not a change.</param>
    public static string? Fault(IReadOnlyList<string> before, MemberList list, IReadOnlyList<Rename> renames)
    {
        if (before.Count == 0) return null;
        var (removed, added) = (before.Except(list.Symbols).ToList(), list.Symbols.Except(before).ToList());
        var renamed = renames.Count(r => removed.Contains(r.From) && added.Contains(r.To));
        var (limit, changes) = (Math.Max(1, (int)(MaxShare * before.Count)), Math.Max(removed.Count, added.Count) - renamed);
        return changes <= limit ? null
            : $"found {removed.Count - renamed} removed and {added.Count - renamed} added of {Plural.Of(before.Count, "member")}; "
            + $"expected at most {limit} of each; set the option confirm=true to accept the list";
    }
}

/// <summary>Normalizes the symbols of a member list; a text that cannot be a ticker rejects the list, because the column is then the wrong one.</summary>
internal static partial class MemberSymbols
{
    /// <summary>In canonical form and ordinal order.</summary>
    /// <param name="where">The place of the texts, for messages.</param>
    /// <exception cref="DataUnfitException">A text is not a ticker or occurs twice, or there are none.</exception>
    public static IReadOnlyList<string> Of(IEnumerable<string> texts, string where)
    {
        var symbols = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            if (!Ticker().IsMatch(text) || !Symbols.TryCanonical(text, out var symbol))
                throw new DataUnfitException($"{where}: found symbol '{FieldText.Short(text)}'; expected a ticker such as AAPL or BRK.B");
            if (!symbols.Add(symbol)) throw new DataUnfitException($"{where}: duplicate member {symbol}; expected each once");
        }
        return symbols.Count > 0 ? [.. symbols] : throw new DataUnfitException($"{where}: found no members; expected at least one");
    }

    /// <summary>Narrower than the canonical form: excludes digits, and thereby dates and numbers, and names of companies.</summary>
    [GeneratedRegex("^[A-Z]{1,5}([./ -][A-Z]{1,2})?$")]
    private static partial Regex Ticker();
}
