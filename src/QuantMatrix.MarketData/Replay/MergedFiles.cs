using QuantMatrix.MarketData.Parsing;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Replay;

/// <summary>Merges the files of a folder; a session that occurs in several files is taken from the first by file name.</summary>
internal sealed class MergedFiles
{
    private readonly IReadOnlyList<LoadedFile> files;
    private readonly List<RejectedRow>[] rejected;
    private readonly List<DuplicateBar> duplicates = [];

    private MergedFiles(IReadOnlyList<LoadedFile> files)
    {
        this.files = files;
        rejected = [.. files.Select(f => f.Rejected.ToList())];
        (Bars, Splits) = SplitAdjustment.Apply(Merge(), files.SelectMany(f => f.Splits));
        RejectDuplicates();
    }

    /// <summary>Adjusted for the splits of <see cref="Splits"/>.</summary>
    public Bars Bars { get; }

    /// <summary>The splits that prices were adjusted for, as text.</summary>
    public IReadOnlyList<string> Splits { get; }

    /// <summary>In order of file names, then lines.</summary>
    public IReadOnlyList<RejectedRow> Rejected => [.. rejected.SelectMany(r => r)];

    /// <param name="files">In order of file names.</param>
    public static MergedFiles Of(IReadOnlyList<LoadedFile> files) => new(files);

    private Bars Merge()
    {
        if (files.Count == 1) return files[0].Bars;
        var all = new BarsBuilder(files.Sum(f => f.Bars.Count));
        foreach (var (symbol, holding) in FilesBySymbol())
        {
            var bars = holding.Count == 1 ? files[holding[0]].Bars : MergeSymbol(symbol, holding);
            var index = bars.IndexOf(symbol);
            all.Add(bars, index, bars.RowsOf(index));
        }
        return all.Build();
    }

    /// <summary>The files that have bars of each symbol.</summary>
    private IEnumerable<KeyValuePair<string, List<int>>> FilesBySymbol()
    {
        var bySymbol = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var f = 0; f < files.Count; f++)
            foreach (var symbol in files[f].Bars.Symbols)
            {
                if (!bySymbol.TryGetValue(symbol, out var list)) bySymbol.Add(symbol, list = []);
                list.Add(f);
            }
        return bySymbol.OrderBy(h => h.Key, StringComparer.Ordinal);
    }

    private Bars MergeSymbol(string symbol, List<int> holding)
    {
        var builder = new BarsBuilder();
        var fileOf = new Dictionary<int, int>();
        foreach (var f in holding)
        {
            var bars = files[f].Bars;
            var (start, count) = bars.RowsOf(bars.IndexOf(symbol)).GetOffsetAndLength(bars.Count);
            for (var row = start; row < start + count; row++)
                if (fileOf.TryAdd(bars.Days[row], f)) builder.Add(symbol, BarAt(bars, row), bars.Source[row]);
                else duplicates.Add(new(f, fileOf[bars.Days[row]], symbol, BarAt(bars, row), bars.Source[row]));
        }
        return builder.Build();
    }

    private static Bar BarAt(Bars bars, int row) =>
        new(bars.Days[row], bars.Open[row], bars.High[row], bars.Low[row], bars.Close[row], bars.AdjClose[row], bars.Volume[row]);

    private void RejectDuplicates()
    {
        using var reader = new BarFileReader();
        foreach (var group in duplicates.GroupBy(r => r.File).OrderBy(g => g.Key))
        {
            var file = files[group.Key];
            var lines = group.ToDictionary(r => r, LineOf);
            var rows = file.File.IsParquet ? null : RowsAt(file, reader, [.. lines.Values]);
            rejected[group.Key].AddRange(group.Select(r => Reject(r, lines[r], rows?.GetValueOrDefault(lines[r], ""))));
            rejected[group.Key].Sort((a, b) => a.Line.CompareTo(b.Line));
        }
    }

    private int LineOf(DuplicateBar bar) => files[bar.File].Lines[bar.Symbol].LineOf(bar.Bar.Day);

    private RejectedRow Reject(DuplicateBar duplicate, int line, string? row)
    {
        var (bar, first) = (duplicate.Bar, files[duplicate.FirstFile]);
        return new(
            duplicate.Symbol, Day.Text(bar.Day), duplicate.Source, files[duplicate.File].Name, line,
            BarRules.Repeated(bar.Day, first.Lines[duplicate.Symbol].LineOf(bar.Day), first.Name),
            row ?? ArrowBarColumns.RowText(duplicate.Symbol, bar));
    }

    private static Dictionary<int, string> RowsAt(LoadedFile file, BarFileReader reader, HashSet<int> lines)
    {
        using var content = reader.Read(file.File, out _);
        return RowText.At(content.Text, file.Delimiter, lines);
    }
}

/// <summary>A bar whose session an earlier file already has; files by index in folder order.</summary>
internal sealed record DuplicateBar(int File, int FirstFile, string Symbol, Bar Bar, string Source);
