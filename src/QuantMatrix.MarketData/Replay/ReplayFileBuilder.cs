using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Replay;

/// <summary>Collects the rows of one file: each is either a bar or rejected.</summary>
internal sealed class ReplayFileBuilder(string path, BarRules rules, int capacity)
{
    private readonly string file = Path.GetFileName(path);
    private readonly BarsBuilder bars = new(capacity);
    private readonly Dictionary<string, SessionLines> lines = new(StringComparer.Ordinal);
    private readonly List<RejectedRow> rejected = [];
    private string lastSymbol = "";
    private SessionLines lastLines = new();

    /// <summary>Takes a bar; or says which rule it breaks, and then it has to be rejected.</summary>
    public string? Add(string symbol, in Bar bar, string source, int line)
    {
        if (rules.Fault(bar) is { } fault) return fault;
        if (!LinesOf(symbol).TryTake(bar.Day, line, out var first)) return BarRules.Repeated(bar.Day, first);
        bars.Add(symbol, bar, source);
        return null;
    }

    public void Reject(string symbol, string date, string source, int line, string reason, string row) =>
        rejected.Add(new(symbol, date, source, file, line, reason, row));

    public LoadedFile Finish() => new(path, bars.Build(), lines, rejected, bars.Count + rejected.Count, Refused: false);

    private SessionLines LinesOf(string symbol)
    {
        if ((object)symbol == lastSymbol) return lastLines;
        if (!lines.TryGetValue(symbol, out var found)) lines.Add(symbol, found = new());
        (lastSymbol, lastLines) = (symbol, found);
        return found;
    }
}
