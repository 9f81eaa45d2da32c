namespace QuantMatrix.Compute;

/// <summary>Ticker symbols in their one canonical form: upper case, a class after a dash (<c>BRK-B</c>).</summary>
public static class Symbols
{
    public const int MaxLength = 12;

    /// <summary>The canonical form of <c>brk.b</c>, <c>BRK B</c>, <c>BRK/B</c> …; false when the text cannot be a ticker (A–Z, 0–9, one dash inside, at most 12 characters).</summary>
    public static bool TryCanonical(ReadOnlySpan<char> text, out string symbol)
    {
        symbol = "";
        text = text.Trim();
        if (text.Length is 0 or > MaxLength) return false;
        Span<char> form = stackalloc char[text.Length];
        var dashes = 0;
        for (var i = 0; i < text.Length; i++)
        {
            form[i] = text[i] is '.' or ' ' or '/' or '-' ? '-' : char.ToUpperInvariant(text[i]);
            if (form[i] == '-') dashes++;
            else if (!char.IsAsciiLetterUpper(form[i]) && !char.IsAsciiDigit(form[i])) return false;
        }
        if (dashes > 1 || form[0] == '-' || form[^1] == '-') return false;
        symbol = new string(form);
        return true;
    }
}
