using QuantMatrix.Batch.Jobs;

namespace QuantMatrix.Batch.Coverage;

/// <summary>What an operator should look at when coverage is degraded: the emptiest sessions in a line, then the symbols with holes.</summary>
internal static class CoverageWarnings
{
    private const int MostSessions = 3;
    private const int MostSymbols = 10;

    public static IReadOnlyList<string> Of(CoverageNumbers numbers, MonitorCoverageHealthOptions options) =>
    [
        .. Sessions("bars", numbers.BarsByDate, options.MinFillPct),
        .. Sessions("snapshots", numbers.SnapshotsByDate, options.MinFillPct),
        .. numbers.Holes.Take(MostSymbols).Select(Words),
        .. numbers.Holes.Count <= MostSymbols ? [] : new[] { $"{numbers.Holes.Count - MostSymbols} more symbols with sessions missing" },
    ];

    private static IEnumerable<string> Sessions(string what, IReadOnlyList<Fill> sessions, double minFillPct)
    {
        var below = Fill.Below(minFillPct, sessions).ToList();
        if (below.Count == 0) yield break;
        var more = below.Count <= MostSessions ? "" : FormattableString.Invariant($"; and {below.Count - MostSessions} more sessions below {minFillPct} %");
        yield return string.Join("; ", below.Take(MostSessions).Select(f => f.Words(what))) + more;
    }

    private static string Words(SymbolHoles symbol) => $"{symbol.Symbol}: {symbol.Missing} of {symbol.Expected} sessions missing" + symbol switch
    {
        { LastBar: null } => ", no bar stored",
        { SessionsBehind: > 0 } => $", the last bar is of {symbol.LastBar:yyyy-MM-dd}",
        _ => "",
    };
}
