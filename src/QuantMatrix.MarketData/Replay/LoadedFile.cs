using QuantMatrix.MarketData.Parsing;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Replay;

/// <summary>The content of one file of a replay folder.</summary>
/// <param name="Bars">The valid rows, one per symbol and session.</param>
/// <param name="Lines">The line of each session by symbol.</param>
/// <param name="Rejected">The invalid rows in order of their lines.</param>
/// <param name="Rows">Number of data rows; 1 for a file rejected as a whole.</param>
/// <param name="IsUnusable">The file was rejected as a whole; its one rejected row states the reason.</param>
internal sealed record LoadedFile(
    string Path, Bars Bars, IReadOnlyDictionary<string, SessionLines> Lines, IReadOnlyList<RejectedRow> Rejected, long Rows, bool IsUnusable)
{
    private static readonly Dictionary<string, SessionLines> NoLines = [];

    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>A file rejected as a whole.</summary>
    /// <param name="line">The line of a bad header; 0 for a fault of no particular line.</param>
    public static LoadedFile Unusable(string path, int line, string reason, string row = "")
    {
        var symbol = RowStrings.SymbolOfFile(path, out _) ?? System.IO.Path.GetFileNameWithoutExtension(path);
        var name = System.IO.Path.GetFileName(path);
        return new(path, Bars.Empty, NoLines, [new(symbol, "", ReplayFolder.SourceName, name, line, reason, row)], 1, IsUnusable: true);
    }
}

/// <summary>Collects the rows of one file; each becomes a bar or is rejected.</summary>
internal sealed class LoadedFileBuilder(string path, BarRules rules, int capacity)
{
    private readonly string file = Path.GetFileName(path);
    private readonly BarsBuilder bars = new(capacity);
    private readonly Dictionary<string, SessionLines> lines = new(StringComparer.Ordinal);
    private readonly List<RejectedRow> rejected = [];
    private string lastSymbol = "";
    private SessionLines lastLines = new();

    /// <summary>Adds a bar; otherwise returns the rule it breaks, and the caller rejects the row.</summary>
    public string? Add(string symbol, in Bar bar, string source, int line)
    {
        if (rules.Fault(bar) is { } fault) return fault;
        if (!LinesOf(symbol).TryAdd(bar.Day, line, out var first)) return BarRules.Repeated(bar.Day, first);
        bars.Add(symbol, bar, source);
        return null;
    }

    public void Reject(string symbol, string date, string source, int line, string reason, string row) =>
        rejected.Add(new(symbol, date, source, file, line, reason, row));

    public LoadedFile Build() => new(path, bars.Build(), lines, rejected, bars.Count + rejected.Count, IsUnusable: false);

    private SessionLines LinesOf(string symbol)
    {
        if ((object)symbol == lastSymbol) return lastLines;
        if (!lines.TryGetValue(symbol, out var found)) lines.Add(symbol, found = new());
        (lastSymbol, lastLines) = (symbol, found);
        return found;
    }
}
