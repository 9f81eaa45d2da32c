using System.Text;

namespace QuantMatrix.MarketData.Parsing;

/// <summary>Recognizes the encoding and the line ends of a text file.</summary>
/// <remarks>Other encodings than UTF-16 agree with UTF-8 on digits, tickers and delimiters; their other letters occur only in ignored columns.</remarks>
internal static class TextEncoding
{
    /// <summary>UTF-16 text, with or without a byte order mark, as UTF-8; null for other text.</summary>
    public static byte[]? ToUtf8(ReadOnlySpan<byte> text)
    {
        Encoding? encoding = text switch
        {
            [0xFF, 0xFE, ..] or [not 0, 0, not 0, 0, ..] => Encoding.Unicode,
            [0xFE, 0xFF, ..] or [0, not 0, 0, not 0, ..] => Encoding.BigEndianUnicode,
            _ => null,
        };
        if (encoding is null) return null;
        var start = text[0] is 0xFF or 0xFE ? 2 : 0;
        return Encoding.Convert(encoding, Encoding.UTF8, text[start..].ToArray());
    }

    /// <summary>Replaces carriage returns that are line ends of their own. The first line decides whether the file has any.</summary>
    public static void UseLineFeeds(Span<byte> text)
    {
        var first = text.IndexOf((byte)'\r');
        if (first < 0 || first + 1 < text.Length && text[first + 1] == '\n') return;
        for (var i = first; i < text.Length; i++)
            if (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')) text[i] = (byte)'\n';
    }
}
