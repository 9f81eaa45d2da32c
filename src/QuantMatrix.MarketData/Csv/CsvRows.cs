namespace QuantMatrix.MarketData.Csv;

/// <summary>Walks the rows of a CSV held in memory as UTF-8 and knows the physical line of each.</summary>
/// <remarks>
/// A quoted field may hold commas, doubled quotes and line ends. A quote that is not closed spoils its own line only: a record over
/// several lines counts as one only when it is well formed, has as many fields as the header and is not longer than
/// <see cref="MaxQuotedBytes"/>. Lines of nothing but white space are no rows.
/// </remarks>
internal ref struct CsvRows
{
    private const int MaxQuotedBytes = 4096;
    private const byte Comma = (byte)',', NewLine = (byte)'\n', Quote = (byte)'"';

    private readonly ReadOnlySpan<byte> text;
    private int[] starts = new int[16];
    private int[] ends = new int[16];
    private int kept = int.MaxValue;
    private int headerFields;
    private int start, end, next;
    private int nextLine = 1;
    private bool hasQuotes;

    public CsvRows(ReadOnlySpan<byte> text)
    {
        this.text = text;
        next = text.StartsWith("\uFEFF"u8) ? 3 : 0;
    }

    /// <summary>Line of the current row, as an editor counts: the first line is 1.</summary>
    public int Line { get; private set; }

    /// <summary>How many fields the current row has.</summary>
    public int FieldCount { get; private set; }

    /// <summary>What is wrong with the form of the row, or null.</summary>
    public string? Fault { get; private set; }

    /// <summary>The row as it stands in the file, without its line end.</summary>
    public readonly ReadOnlySpan<byte> Raw => text[start..end].TrimEnd((byte)'\r');

    /// <summary>A field without its quotes and surrounding blanks; empty when the row has no such field.</summary>
    public readonly ReadOnlySpan<byte> this[int field] =>
        (uint)field < (uint)Math.Min(FieldCount, kept) ? Trimmed(starts[field], ends[field]) : default;

    /// <summary>From here on every row must have <paramref name="fields"/> fields, of which only the first <paramref name="needed"/> are asked for.</summary>
    public void Expect(int fields, int needed) => (headerFields, kept) = (fields, needed);

    public bool Next()
    {
        if (!SkipBlankLines()) return false;
        (start, Line, Fault) = (next, nextLine, null);
        if (!Scan() || SpansLinesWrongly()) TakeLine();
        else if (headerFields > 0 && FieldCount != headerFields) Fault = $"{FieldCount} fields where the header has {headerFields}";
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

    /// <summary>Finds the fields of the row at <c>start</c>; false when a quote is not closed.</summary>
    private bool Scan()
    {
        (FieldCount, hasQuotes) = (0, false);
        for (var at = start; ; at++)
        {
            if (FieldCount == kept && TryCountTheRest(at)) return true;
            var quoted = at < text.Length && text[at] == Quote;
            var stop = quoted ? ClosingQuote(at) : FieldEnd(at);
            if (stop < 0) return false;
            hasQuotes |= quoted;
            Keep(quoted ? at + 1 : at, stop);
            at = quoted ? AfterQuote(stop) : stop;
            if (at < text.Length && text[at] == Comma) continue;
            return TryEnd(at);
        }
    }

    private bool TryEnd(int at)
    {
        if (at < text.Length && text[at] != NewLine) return false; // text after a closing quote
        (end, next) = (at, Math.Min(at + 1, text.Length));
        return true;
    }

    /// <summary>Nothing more is asked of this row: count its commas, unless a quote may hide some.</summary>
    private bool TryCountTheRest(int at)
    {
        var stop = LineEnd(at);
        var rest = text[at..stop];
        if (rest.Contains(Quote)) return false;
        FieldCount += 1 + rest.Count(Comma);
        return TryEnd(stop);
    }

    private void Keep(int from, int to)
    {
        if (FieldCount < kept)
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

    /// <summary>A loop by hand: the library's trim of bytes is generic, and slow until the process has run for a while.</summary>
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
        var found = text[from..].IndexOfAny(Comma, NewLine);
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
        while (at < text.Length && text[at] != NewLine && IsBlank(text[at])) at++;
        return at;
    }

    private bool SpansLinesWrongly()
    {
        var lines = hasQuotes ? text[start..end].Count(NewLine) : 0;
        if (lines == 0) return false;
        if (headerFields > 0 && FieldCount != headerFields) return true;
        nextLine += lines;
        return false;
    }

    /// <summary>Takes the physical line alone, so that an open quote costs one row and not the rest of the file.</summary>
    private void TakeLine()
    {
        FieldCount = 0;
        TryEnd(LineEnd(start));
        Fault = "a quoted field is not closed";
    }
}
