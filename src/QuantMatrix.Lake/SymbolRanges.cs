using QuantMatrix.Model;

namespace QuantMatrix.Lake;

/// <summary>Cuts the bars of a year into symbol ranges, one file each: a pure function of the rows of each symbol.</summary>
/// <remarks>
/// A range above the limit is halved where the letters of its symbols first differ, by a fixed order of letters. So a boundary depends only on the range
/// that it halves: symbols that are added elsewhere move no other boundary. A symbol is never cut.
/// </remarks>
internal static class SymbolRanges
{
    /// <summary>Most rows of a file, unless a single symbol has more.</summary>
    public const int MostRows = 250_000;

    /// <summary>Room for every character below 'A' in one letter.</summary>
    private const int Letter = 128;

    /// <summary>Whether a file is to be cut.</summary>
    public static bool IsAboveLimit(LakeFile file) => file.Rows > MostRows && file.FirstSymbol != file.LastSymbol;

    /// <summary>The ranges of bars, as positions of their symbols.</summary>
    public static IEnumerable<Range> Of(Bars bars) => Of([.. bars.Symbols.Select((s, i) => (s, (long)bars.Starts[i + 1] - bars.Starts[i]))]);

    /// <param name="symbols">In ordinal order.</param>
    public static IEnumerable<Range> Of(IReadOnlyList<(string Symbol, long Rows)> symbols, long mostRows = MostRows) =>
        symbols.Count == 0 ? [] : Halves(symbols, 0, symbols.Count, mostRows);

    private static IEnumerable<Range> Halves(IReadOnlyList<(string Symbol, long Rows)> symbols, int start, int end, long mostRows)
    {
        var rows = 0L;
        for (var i = start; i < end; i++) rows += symbols[i].Rows;
        if (rows <= mostRows || end - start == 1) return [start..end];
        var cut = Cut(symbols, start, end);
        return Halves(symbols, start, cut, mostRows).Concat(Halves(symbols, cut, end, mostRows));
    }

    /// <summary>The first symbol with the highest bit in which the first and the last one differ.</summary>
    private static int Cut(IReadOnlyList<(string Symbol, long Rows)> symbols, int start, int end)
    {
        var (first, last, at) = (symbols[start].Symbol, symbols[end - 1].Symbol, 0);
        while (Code(first, at) == Code(last, at)) at++;
        var bit = int.MinValue >>> int.LeadingZeroCount(Code(first, at) ^ Code(last, at));
        while ((Code(symbols[start].Symbol, at) & bit) == 0) start++;
        return start;
    }

    /// <summary>The character in ordinal order. All below 'A' and the end of a symbol count as one letter: no symbol is alone for being short.</summary>
    private static int Code(string symbol, int at) => at >= symbol.Length ? 0 : symbol[at] < 'A' ? symbol[at] : (symbol[at] - 'A' + 1) * Letter;
}
