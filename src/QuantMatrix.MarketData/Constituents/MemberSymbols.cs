using System.Text.RegularExpressions;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Constituents;

/// <summary>Symbols of members as a source writes them; one that cannot be the ticker of a listed share spoils the list, for the column is then a wrong one.</summary>
internal static partial class MemberSymbols
{
    private const int MaxShown = 40;

    /// <summary>In canonical form and ordinal order.</summary>
    /// <param name="where">The place of the texts, for messages.</param>
    /// <exception cref="DataUnfitException">A text is no ticker or stands twice, or there are none.</exception>
    public static IReadOnlyList<string> Of(IEnumerable<string> texts, string where)
    {
        var symbols = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            if (!Ticker().IsMatch(text) || !Symbols.TryCanonical(text, out var symbol))
                throw new DataUnfitException($"{where}: found '{(text.Length > MaxShown ? text[..MaxShown] : text)}' as a symbol; expected a ticker such as AAPL or BRK.B");
            if (!symbols.Add(symbol)) throw new DataUnfitException($"{where}: found {symbol} again; expected each member once");
        }
        return symbols.Count > 0 ? [.. symbols] : throw new DataUnfitException($"{where}: found no member; expected at least one");
    }

    /// <summary>Narrower than the canonical form, which also takes digits: numbers, dates and names of companies are none.</summary>
    [GeneratedRegex("^[A-Z]{1,5}([./ -][A-Z]{1,2})?$")]
    private static partial Regex Ticker();
}
