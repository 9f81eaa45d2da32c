using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Parsing;

/// <summary>Enumerates the rows of an in-memory UTF-8 CSV with the physical line number of each.</summary>
/// <remarks>
/// A quoted field may contain delimiters, doubled quotes and line breaks. An unclosed quote invalidates only its own line: a record spans several lines
/// only when it is well formed, has as many fields as the header and no quoted field exceeds <see cref="MaxQuotedBytes"/>. Blank lines are skipped.
/// </remarks>
internal ref struct CsvRows
{
    private const int MaxQuotedBytes = 4096;
    private const byte NewLine = (byte)'\n', Quote = (byte)'"';

    private readonly ReadOnlySpan<byte> text;
    private readonly byte delimiter;
    private int[] starts = new int[16];
    private int[] ends = new int[16];
    private int fieldsRead = int.MaxValue;
    private int headerFields;
    private int start, end, next;
    private int nextLine = 1;
    private bool hasQuotes;

    public CsvRows(ReadOnlySpan<byte> text, byte delimiter = (byte)',')
    {
        this.text = text;
        this.delimiter = delimiter;
        next = text.StartsWith("\uFEFF"u8) ? 3 : 0;
    }

    /// <summary>One-based line number of the current row.</summary>
    public int Line { get; private set; }

    /// <summary>Number of fields in the current row.</summary>
    public int FieldCount { get; private set; }

    /// <summary>Why the row is malformed; null for a well-formed row.</summary>
    public string? Fault { get; private set; }

    /// <summary>The row as found, without its line break.</summary>
    public readonly ReadOnlySpan<byte> Raw => text[start..end].TrimEnd((byte)'\r');

    /// <summary>A field without quotes and surrounding white space; empty when the row has no such field.</summary>
    public readonly ReadOnlySpan<byte> this[int field] =>
        (uint)field < (uint)Math.Min(FieldCount, fieldsRead) ? Trimmed(starts[field], ends[field]) : default;

    /// <summary>Requires <paramref name="fields"/> fields in each further row, of which only the first <paramref name="needed"/> are read.</summary>
    public void Expect(int fields, int needed) => (headerFields, fieldsRead) = (fields, needed);

    /// <summary>All fields of the current row as text.</summary>
    public readonly List<string> Fields()
    {
        var fields = new List<string>(FieldCount);
        for (var i = 0; i < FieldCount; i++) fields.Add(FieldText.Of(this[i]));
        return fields;
    }

    public bool Next()
    {
        if (!SkipBlankLines()) return false;
        (start, Line, Fault) = (next, nextLine, null);
        if (!Scan() || IsInvalidMultiline()) TakeLine();
        else if (headerFields > 0 && FieldCount != headerFields) Fault = $"found {Plural.Of(FieldCount, "field")}; expected {headerFields} as in the header";
        nextLine++;
        return true;
    }

    private bool SkipBlankLines()
    {
        while (next < text.Length)
        {
            if (!IsBlank(text[next])) return true;
            var stop = LineEnd(next);
            if (!Trimmed(next, stop).IsEmpty) return true;
            nextLine++;
            next = Math.Min(stop + 1, text.Length);
        }
        return false;
    }

    /// <summary>Finds the fields of the row at <c>start</c>; false when a quote is unclosed.</summary>
    private bool Scan()
    {
        (FieldCount, hasQuotes) = (0, false);
        for (var at = start; ; at++)
        {
            if (FieldCount == fieldsRead && TryCountRest(at)) return true;
            var quoted = at < text.Length && text[at] == Quote;
            var stop = quoted ? ClosingQuote(at) : FieldEnd(at);
            if (stop < 0) return false;
            hasQuotes |= quoted;
            AddField(quoted ? at + 1 : at, stop);
            at = quoted ? AfterQuote(stop) : stop;
            if (at < text.Length && text[at] == delimiter) continue;
            return TryEnd(at);
        }
    }

    private bool TryEnd(int at)
    {
        if (at < text.Length && text[at] != NewLine) return false; // text after a closing quote
        (end, next) = (at, Math.Min(at + 1, text.Length));
        return true;
    }

    /// <summary>Past the fields that are read: counts the remaining delimiters, unless a quote may contain some.</summary>
    private bool TryCountRest(int at)
    {
        var stop = LineEnd(at);
        var rest = text[at..stop];
        if (rest.Contains(Quote)) return false;
        FieldCount += 1 + rest.Count(delimiter);
        return TryEnd(stop);
    }

    private void AddField(int from, int to)
    {
        if (FieldCount < fieldsRead)
        {
            if (FieldCount == starts.Length)
            {
                Array.Resize(ref starts, FieldCount * 2);
                Array.Resize(ref ends, FieldCount * 2);
            }
            (starts[FieldCount], ends[FieldCount]) = (from, to);
        }
        FieldCount++;
    }

    /// <summary>Hand-written because the generic library trim is slow until it is tiered up.</summary>
    private readonly ReadOnlySpan<byte> Trimmed(int from, int to)
    {
        while (from < to && IsBlank(text[from])) from++;
        while (from < to && IsBlank(text[to - 1])) to--;
        return text[from..to];
    }

    private static bool IsBlank(byte c) => c is (byte)' ' or (byte)'\t' or (byte)'\r' or NewLine;

    private readonly int LineEnd(int from)
    {
        var found = text[from..].IndexOf(NewLine);
        return found < 0 ? text.Length : from + found;
    }

    private readonly int FieldEnd(int from)
    {
        var found = text[from..].IndexOfAny(delimiter, NewLine);
        return found < 0 ? text.Length : from + found;
    }

    private readonly int ClosingQuote(int open)
    {
        var limit = Math.Min(text.Length, open + MaxQuotedBytes);
        for (var at = open + 1; at < limit; at += 2)
        {
            var found = text[at..limit].IndexOf(Quote);
            if (found < 0) return -1;
            at += found;
            if (at + 1 >= text.Length || text[at + 1] != Quote) return at;
        }
        return -1;
    }

    private readonly int AfterQuote(int close)
    {
        var at = close + 1;
        while (at < text.Length && text[at] != NewLine && text[at] != delimiter && IsBlank(text[at])) at++;
        return at;
    }

    private bool IsInvalidMultiline()
    {
        var lines = hasQuotes ? text[start..end].Count(NewLine) : 0;
        if (lines == 0) return false;
        if (headerFields > 0 && FieldCount != headerFields) return true;
        nextLine += lines;
        return false;
    }

    /// <summary>Takes the physical line alone, so that an unclosed quote costs one row and not the rest of the file.</summary>
    private void TakeLine()
    {
        FieldCount = 0;
        TryEnd(LineEnd(start));
        Fault = "unclosed quote";
    }
}
