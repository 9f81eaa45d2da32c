using QuantMatrix.MarketData.Csv;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Replay;

/// <summary>All files of a folder as one: a session that several files have of one symbol stays with the first file in order of names.</summary>
internal sealed class MergedFiles
{
    private readonly IReadOnlyList<LoadedFile> files;
    private readonly List<RejectedRow>[] rejected;
    private readonly List<RepeatedBar> repeated = [];

    private MergedFiles(IReadOnlyList<LoadedFile> files)
    {
        this.files = files;
        rejected = [.. files.Select(f => f.Rejected.ToList())];
        Bars = Merge();
        RejectRepeated();
    }

    public Bars Bars { get; }

    /// <summary>In order of file names, then of lines.</summary>
    public IReadOnlyList<RejectedRow> Rejected => [.. rejected.SelectMany(r => r)];

    /// <param name="files">In order of their names.</param>
    public static MergedFiles Of(IReadOnlyList<LoadedFile> files) => new(files);

    private Bars Merge()
    {
        if (files.Count == 1) return files[0].Bars;
        var all = new BarsBuilder(files.Sum(f => f.Bars.Count));
        foreach (var (symbol, holders) in Holders())
        {
            var bars = holders.Count == 1 ? files[holders[0]].Bars : OneRowASession(symbol, holders);
            var at = bars.IndexOf(symbol);
            all.Add(bars, at, bars.RowsOf(at));
        }
        return all.Build();
    }

    /// <summary>Which files hold bars of each symbol.</summary>
    private IEnumerable<KeyValuePair<string, List<int>>> Holders()
    {
        var holders = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var f = 0; f < files.Count; f++)
            foreach (var symbol in files[f].Bars.Symbols)
            {
                if (!holders.TryGetValue(symbol, out var list)) holders.Add(symbol, list = []);
                list.Add(f);
            }
        return holders.OrderBy(h => h.Key, StringComparer.Ordinal);
    }

    private Bars OneRowASession(string symbol, List<int> holders)
    {
        var builder = new BarsBuilder();
        var holderOf = new Dictionary<int, int>();
        foreach (var f in holders)
        {
            var bars = files[f].Bars;
            var (start, count) = bars.RowsOf(bars.IndexOf(symbol)).GetOffsetAndLength(bars.Count);
            for (var row = start; row < start + count; row++)
                if (holderOf.TryAdd(bars.Days[row], f)) builder.Add(symbol, BarAt(bars, row), bars.Source[row]);
                else repeated.Add(new(f, holderOf[bars.Days[row]], symbol, BarAt(bars, row), bars.Source[row]));
        }
        return builder.Build();
    }

    private static Bar BarAt(Bars bars, int row) =>
        new(bars.Days[row], bars.Open[row], bars.High[row], bars.Low[row], bars.Close[row], bars.AdjClose[row], bars.Volume[row]);

    private void RejectRepeated()
    {
        foreach (var group in repeated.GroupBy(r => r.File))
        {
            var file = files[group.Key];
            var lines = group.ToDictionary(r => r, LineOf);
            var rows = ReplayFiles.IsParquet(file.Path) ? null : RowsAt(file.Path, [.. lines.Values]);
            rejected[group.Key].AddRange(group.Select(r => Reject(r, lines[r], rows?.GetValueOrDefault(lines[r], ""))));
            rejected[group.Key].Sort((a, b) => a.Line.CompareTo(b.Line));
        }
    }

    private int LineOf(RepeatedBar bar) => files[bar.File].Lines[bar.Symbol].LineOf(bar.Bar.Day);

    private RejectedRow Reject(RepeatedBar repeat, int line, string? row)
    {
        var (bar, first) = (repeat.Bar, files[repeat.FirstFile]);
        return new(
            repeat.Symbol, Day.Text(bar.Day), repeat.Source, files[repeat.File].Name, line,
            BarRules.Repeated(bar.Day, first.Lines[repeat.Symbol].LineOf(bar.Day), first.Name),
            row ?? ArrowBarColumns.RowText(repeat.Symbol, bar));
    }

    /// <summary>Reads a CSV once more for the text of the rows that repeat; they are rare, so their text is not kept at the first reading.</summary>
    private static Dictionary<int, string> RowsAt(string path, HashSet<int> lines)
    {
        using var file = WholeFile.Read(path, out _);
        var found = new Dictionary<int, string>();
        var rows = new CsvRows(file.Text);
        while (rows.Next())
            if (lines.Contains(rows.Line)) found[rows.Line] = FieldText.Row(rows.Raw);
        return found;
    }
}
