using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Replay;

/// <summary>What one file of a replay folder gave.</summary>
/// <param name="Path">Where the file is.</param>
/// <param name="Bars">The rows that keep the rules, one a session.</param>
/// <param name="Lines">For every symbol of <paramref name="Bars"/> the lines its sessions stand on.</param>
/// <param name="Rejected">The rows that do not, in order of their lines.</param>
/// <param name="Rows">Data rows read; 1 for a file refused as a whole.</param>
/// <param name="Refused">Nothing of the file could be used: its one rejected row says why.</param>
internal sealed record LoadedFile(
    string Path, Bars Bars, IReadOnlyDictionary<string, SessionLines> Lines, IReadOnlyList<RejectedRow> Rejected, long Rows, bool Refused)
{
    private static readonly Dictionary<string, SessionLines> NoLines = [];

    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>A file refused as a whole. <paramref name="line"/> is 1 for a bad header, 0 when no line is to blame.</summary>
    public static LoadedFile Refuse(string path, string symbol, int line, string reason, string row = "")
    {
        var name = System.IO.Path.GetFileName(path);
        return new(path, Bars.Empty, NoLines, [new(symbol, "", ReplayFolder.SourceName, name, line, reason, row)], 1, Refused: true);
    }
}
