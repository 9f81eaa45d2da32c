using QuantMatrix.MarketData.Parsing;

namespace QuantMatrix.MarketData.Replay;

/// <summary>Reads a text again for some of its rows; their text is rarely needed, so it is not kept on the first pass.</summary>
internal static class RowText
{
    /// <summary>The rows at these lines as found, by line.</summary>
    public static Dictionary<int, string> At(ReadOnlySpan<byte> text, byte delimiter, HashSet<int> lines)
    {
        var found = new Dictionary<int, string>();
        var rows = new CsvRows(text, delimiter);
        while (rows.Next())
            if (lines.Contains(rows.Line)) found[rows.Line] = FieldText.Row(rows.Raw);
        return found;
    }
}
