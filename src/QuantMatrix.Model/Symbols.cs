namespace QuantMatrix.Model;

/// <summary>Ticker symbols in canonical form: upper case, share class after a dash (<c>BRK-B</c>).</summary>
public static class Symbols
{
    private const int MaxLength = 14;
    private const int MaxRoot = 10, MaxClass = 3;

    /// <summary>The canonical form of <c>brk.b</c>, <c>BRK B</c>, <c>BRK/B</c> …</summary>
    /// <returns>False when the text is not a ticker: 1–10 letters or digits, then at most one separator with 1–3 more.</returns>
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

/// <summary>A company's ticker change.</summary>
/// <param name="Date">First session under the new ticker.</param>
public sealed record Rename(string From, string To, DateOnly Date);
