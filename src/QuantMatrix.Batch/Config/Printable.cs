using System.Globalization;
using System.Text;

namespace QuantMatrix.Batch.Config;

/// <summary>Text safe for a terminal or a log: control and invisible formatting characters are written as escapes such as \u001B.</summary>
internal static class Printable
{
    public static string Of(string text)
    {
        if (!text.Any(IsUnsafe)) return text;
        var safe = new StringBuilder(text.Length);
        foreach (var c in text)
            if (IsUnsafe(c)) safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            else safe.Append(c);
        return safe.ToString();
    }

    private static bool IsUnsafe(char c) => char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
