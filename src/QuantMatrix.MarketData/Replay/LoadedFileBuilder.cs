using QuantMatrix.MarketData.Parsing;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Replay;

/// <summary>Collects the rows of one file; each becomes a bar or is rejected.</summary>
internal sealed class LoadedFileBuilder(BarFile file, BarRules rules, int capacity)
{
    /// <summary>Repeated sessions above which, as a share of the rows, a file holds several bars a session.</summary>
    private const double MaxRepeated = 0.1;
    private const int FewRepeated = 5;

    private readonly BarsBuilder bars = new(capacity);
    private readonly Dictionary<string, SessionLines> lines = new(StringComparer.Ordinal);
    private readonly List<RejectedRow> rejected = [];
    private readonly HashSet<int> rejectedDays = [];
    private readonly List<KeyValuePair<string, StatedSplit>> splits = [];
    private readonly List<(int Line, int First)> repeated = [];
    private string lastSymbol = "";
    private SessionLines lastLines = new();

    public string FileName => file.Name;

    /// <summary>Adds a bar; otherwise returns the rule it breaks, and the caller rejects the row.</summary>
    public string? Add(string symbol, in Bar bar, string source, int line)
    {
        if (rules.Fault(bar) is { } fault) return fault;
        if (!LinesOf(symbol).TryAdd(bar.Day, line, out var first))
        {
            repeated.Add((line, first));
            return BarRules.Repeated(bar.Day, first);
        }
        bars.Add(symbol, bar, source);
        return null;
    }

    public void AddSplit(string symbol, StatedSplit split) => splits.Add(new(symbol, split));

    /// <param name="row">The row with its reason.</param>
    /// <param name="day">Its day; <see cref="int.MinValue"/> when it has none.</param>
    public void Reject(RejectedRow row, int day)
    {
        rejected.Add(row);
        if (day != int.MinValue) rejectedDays.Add(day);
    }

    /// <summary>The file; rejected as a whole when its dates are shifted.</summary>
    public LoadedFile Build()
    {
        var built = bars.Build();
        return DateShift.Fault(built.Days, rejectedDays) is { } fault ? LoadedFile.Unusable(file, new(0, fault))
            : new(file, built, lines, rejected, IsUnusable: false) { Splits = splits };
    }

    /// <param name="text">The file, to compare rows that repeat a session.</param>
    public LoadedFile Build(ReadOnlySpan<byte> text, byte delimiter) =>
        SeveralBarsFault(text, delimiter) is { } fault ? LoadedFile.Unusable(file, fault) : Build() with { Delimiter = delimiter };

    /// <summary>Many sessions with several different rows: intraday bars, or several symbols without a column of symbols.</summary>
    private LayoutFault? SeveralBarsFault(ReadOnlySpan<byte> text, byte delimiter)
    {
        var rows = bars.Count + rejected.Count;
        if (repeated.Count < FewRepeated || repeated.Count < MaxRepeated * rows) return null;
        var found = RowText.At(text, delimiter, [.. repeated.SelectMany(r => new[] { r.Line, r.First })]);
        var different = repeated.FindAll(r => found.GetValueOrDefault(r.Line) != found.GetValueOrDefault(r.First));
        return different.Count < MaxRepeated * rows ? null : new(different[0].Line,
            $"{Plural.Of(different.Count, "row")} of {Plural.Number(rows)} have the session of an earlier row and other values, first line "
            + $"{different[0].Line} and line {different[0].First}: intraday bars, or several symbols; expected one row per session, "
            + "with a column symbol when there are several", found.GetValueOrDefault(different[0].Line, ""));
    }

    private SessionLines LinesOf(string symbol)
    {
        if ((object)symbol == lastSymbol) return lastLines;
        if (!lines.TryGetValue(symbol, out var found)) lines.Add(symbol, found = new());
        (lastSymbol, lastLines) = (symbol, found);
        return found;
    }
}
