namespace QuantMatrix.Model;

/// <summary>Ticker symbols in their one canonical form: upper case, a class after a dash (<c>BRK-B</c>).</summary>
public static class Symbols
{
    private const int MaxLength = 14;
    private const int MaxRoot = 10, MaxClass = 3;

    /// <summary>The canonical form of <c>brk.b</c>, <c>BRK B</c>, <c>BRK/B</c> …; false when the text cannot be a ticker (1–10 letters or digits, then at most one dash with 1–3 more).</summary>
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
        var root = dashes == 0 ? form.Length : form.IndexOf('-');
        if (dashes > 1 || root is 0 or > MaxRoot || (dashes == 1 && form.Length - root - 1 is 0 or > MaxClass)) return false;
        symbol = new string(form);
        return true;
    }
}
