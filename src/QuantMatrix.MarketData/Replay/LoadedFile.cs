using QuantMatrix.MarketData.Parsing;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Replay;

/// <summary>The content of one file of a replay folder.</summary>
/// <param name="Bars">The valid rows, one per symbol and session, as found.</param>
/// <param name="Lines">The line of each session by symbol.</param>
/// <param name="Rejected">The invalid rows in order of their lines.</param>
/// <param name="IsUnusable">The file was rejected as a whole; its one rejected row states the reason.</param>
internal sealed record LoadedFile(
    BarFile File, Bars Bars, IReadOnlyDictionary<string, SessionLines> Lines, IReadOnlyList<RejectedRow> Rejected, bool IsUnusable)
{
    private static readonly Dictionary<string, SessionLines> NoLines = [];

    public string Name => File.Name;

    public byte Delimiter { get; init; } = FileLayout.Delimiters[0];

    /// <summary>The splits that rows state, by symbol.</summary>
    public IReadOnlyList<KeyValuePair<string, StatedSplit>> Splits { get; init; } = [];

    /// <summary>Whether dates had to be compared with the actual one to know their order.</summary>
    public bool HasDateOrder { get; init; }

    /// <summary>Whether the file might be read differently on a later day.</summary>
    public bool DependsOnDay => IsUnusable || HasDateOrder || Rejected.Any(row => BarRules.IsOfFuture(row.Reason));

    /// <summary>Number of data rows; 1 for a file rejected as a whole.</summary>
    public long Rows => Bars.Count + Rejected.Count;

    /// <summary>A file rejected as a whole.</summary>
    public static LoadedFile Unusable(BarFile file, LayoutFault fault)
    {
        var symbol = FileSymbol.Of(file, out _) ?? file.Stem;
        return new(file, Bars.Empty, NoLines, [new(symbol, "", ReplayFolder.SourceName, file.Name, fault.Line, fault.Reason, fault.Row)], IsUnusable: true);
    }
}
