using System.Text;
using Wcwidth;

namespace QuantMatrix.Batch.Cli.Output;

/// <summary>The terminal columns that text occupies: East Asian wide characters and emoji two, combining marks none.</summary>
internal static class TextWidth
{
    private const char Ellipsis = '…';

    public static int Of(string text) => Ascii.IsValid(text) ? text.Length : text.EnumerateRunes().Sum(Of);

    /// <summary>Filled with spaces up to the width.</summary>
    public static string Pad(string text, int width, bool toRight)
    {
        var spaces = new string(' ', Math.Max(0, width - Of(text)));
        return toRight ? spaces + text : text + spaces;
    }

    /// <summary>Text longer than the width ends in an ellipsis.</summary>
    public static string Cut(string text, int width)
    {
        if (Of(text) <= width) return text;
        var (cut, left) = (new StringBuilder(), width - 1);
        foreach (var rune in text.EnumerateRunes())
        {
            left -= Of(rune);
            if (left < 0) break;
            cut.Append(rune);
        }
        return cut.Append(Ellipsis).ToString();
    }

    private static int Of(Rune rune) => Math.Max(0, UnicodeCalculator.GetWidth(rune));
}
