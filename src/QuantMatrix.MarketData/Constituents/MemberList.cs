using System.Text.RegularExpressions;
using QuantMatrix.MarketData.Parsing;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Constituents;

/// <summary>The members of an index according to one source.</summary>
/// <param name="Members">Distinct, in ordinal order of their canonical symbols.</param>
public sealed record MemberList(string Index, IReadOnlyList<IndexMember> Members, string Source)
{
    public IReadOnlyList<string> Symbols { get; } = [.. Members.Select(m => m.Symbol)];

    /// <summary>The date the list is valid for; null for the date it is read.</summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>The address of the list, for a source with several; null for others.</summary>
    public string? Page { get; init; }

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

/// <summary>Normalizes the members of a list; a text that cannot be a ticker rejects the list, because the column is then the wrong one.</summary>
internal static partial class MemberSymbols
{
    private const int MaxNameLength = 100;

    /// <summary>In canonical form and ordinal order.</summary>
    /// <param name="texts">Members as the source names them.</param>
    /// <param name="where">The place of the texts, for messages.</param>
    /// <exception cref="DataUnfitException">A symbol is not a ticker or occurs twice, or there are none.</exception>
    public static IReadOnlyList<IndexMember> Of(IEnumerable<IndexMember> texts, string where)
    {
        var members = new SortedDictionary<string, IndexMember>(StringComparer.Ordinal);
        foreach (var member in texts)
        {
            var text = member.Symbol;
            if (!Ticker().IsMatch(text) || !Symbols.TryCanonical(text, out var symbol))
                throw new DataUnfitException($"{where}: found symbol '{FieldText.Short(text)}'; expected a ticker such as AAPL or BRK.B");
            if (!members.TryAdd(symbol, new(symbol, Name(member.Sector), Name(member.Industry)) { Name = Name(member.Name) }))
                throw new DataUnfitException($"{where}: duplicate member {symbol}; expected each once");
        }
        return members.Count > 0 ? [.. members.Values] : throw new DataUnfitException($"{where}: found no members; expected at least one");
    }

    /// <summary>The name of a company, sector or industry; null for a blank, a text that is too long or one with control characters.</summary>
    public static string? Name(string? text) =>
        text?.Trim() is { Length: > 0 and <= MaxNameLength } name && !name.Any(char.IsControl) ? name : null;

    /// <summary>Narrower than the canonical form: excludes digits, and thereby dates and numbers, and names of companies.</summary>
    [GeneratedRegex("^[A-Z]{1,5}([./ -][A-Z]{1,2})?$")]
    private static partial Regex Ticker();
}
