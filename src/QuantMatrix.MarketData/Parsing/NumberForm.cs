namespace QuantMatrix.MarketData.Parsing;

/// <summary>How a file writes numbers.</summary>
internal enum NumberForm
{
    /// <summary>Decimal point and no other sign: read without conversion.</summary>
    Plain,

    /// <summary>1,234.56 or $1,234.56 or 1 234.56.</summary>
    Point,

    /// <summary>1.234,56 or 1 234,56.</summary>
    Comma,
}

/// <summary>Decides from all numbers of one file whether a comma is the decimal mark, and converts to the plain form.</summary>
/// <remarks>A lone comma followed by three digits proves nothing; prices written so throughout are ambiguous.</remarks>
internal sealed class NumberEvidence
{
    private const int NumbersPerError = 100;
    private int points, commas, decorated;
    private (int Line, string Text) unclear, firstPoint, firstComma;

    /// <summary>Whether a number is not in the plain form.</summary>
    public bool NeedsForm => commas + decorated > 0;

    /// <param name="isPrice">A volume with one comma and three digits after it is in thousands.</param>
    public void Add(ReadOnlySpan<byte> text, int line, bool isPrice)
    {
        var (point, comma) = (text.LastIndexOf((byte)'.'), text.LastIndexOf((byte)','));
        if (text.ContainsAny(" '$"u8) || text.Contains((byte)0xA0) || text.Contains((byte)0xAF) || comma >= 0) decorated++;
        if (point < 0 && comma < 0) return;
        var (mark, other) = point > comma ? ((byte)'.', comma) : ((byte)',', point);
        var groups = text.Count(mark);
        var digitsAfter = text.Length - 1 - Math.Max(point, comma);
        if (groups > 1) Count(mark == ',', line, text); // a repeated mark separates thousands
        else if (other >= 0 || digitsAfter != 3) Count(mark == '.', line, text);
        else if (mark == ',' && isPrice && unclear.Line == 0) unclear = (line, FieldText.Short(text));
    }

    /// <summary>Null and the form; or why the numbers cannot be read with certainty.</summary>
    public string? Fault(out NumberForm form)
    {
        form = commas > 0 && points <= (points + commas) / NumbersPerError ? NumberForm.Comma : NeedsForm ? NumberForm.Point : NumberForm.Plain;
        if (form == NumberForm.Point && commas > (points + commas) / NumbersPerError)
            return $"numbers have two decimal marks: line {firstPoint.Line} '{firstPoint.Text}', "
                + $"line {firstComma.Line} '{firstComma.Text}'; expected one";
        return form == NumberForm.Point && points == 0 && unclear.Line > 0
            ? $"numbers are ambiguous: the comma of line {unclear.Line} '{unclear.Text}' is a decimal mark or separates thousands; "
                + "write a decimal point" : null;
    }

    private void Count(bool isPoint, int line, ReadOnlySpan<byte> text)
    {
        if (isPoint && points++ == 0) firstPoint = (line, FieldText.Short(text));
        if (!isPoint && commas++ == 0) firstComma = (line, FieldText.Short(text));
    }
}

/// <summary>Converts numbers to the plain form.</summary>
internal static class NumberForms
{
    private const int MaxLength = 40;

    /// <summary>The number in plain form, in <paramref name="scratch"/>; the text itself when it is plain or not a number of this form.</summary>
    public static ReadOnlySpan<byte> Plain(this NumberForm form, ReadOnlySpan<byte> text, byte[] scratch)
    {
        if (form == NumberForm.Plain || text.Length > MaxLength) return text;
        var (mark, thousands) = form == NumberForm.Comma ? ((byte)',', (byte)'.') : ((byte)'.', (byte)',');
        var length = 0;
        var (group, groups, fraction) = (0, 0, false);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '$' && length == 0) continue;
            var separator = c == thousands ? 1 : SeparatorLength(text[i..]);
            if (separator > 0)
            {
                if (fraction || group == 0 || group > 3 || groups > 0 && group != 3) return text;
                (group, groups, i) = (0, groups + 1, i + separator - 1);
                continue;
            }
            if (c == mark && groups > 0 && group != 3) return text;
            if (c == mark) fraction = true;
            else if (!fraction && char.IsAsciiDigit((char)c)) group++;
            scratch[length++] = c == mark ? (byte)'.' : c;
        }
        return text.Length > 0 && text[^1] == mark || !fraction && groups > 0 && group != 3 ? text : scratch.AsSpan(0, length);
    }

    /// <summary>The bytes of a space, an apostrophe or a no-break space (U+00A0, U+202F) at the start; 0 for another character.</summary>
    private static int SeparatorLength(ReadOnlySpan<byte> text) =>
        text[0] is (byte)' ' or (byte)'\'' or 0xA0 ? 1 : text.StartsWith("\u00A0"u8) ? 2 : text.StartsWith("\u202F"u8) ? 3 : 0;

    /// <summary>A buffer for <see cref="Plain"/>.</summary>
    public static byte[] Scratch() => new byte[MaxLength];
}
