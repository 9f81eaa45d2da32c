using System.Globalization;
using QuantMatrix.Model;
using QuantMatrix.Report.Charts;

namespace QuantMatrix.Report.Night;

/// <summary>A row of a table, led by a symbol or a name.</summary>
internal sealed record TableLine(string Name, IReadOnlyList<PageCell> Cells)
{
    public string Link { get; } = Uri.EscapeDataString(Name);

    /// <summary>The path of its line of sixty sessions, or empty.</summary>
    public string Path { get; init; } = "";

    public string Direction { get; init; } = "";

    public bool IsNew { get; init; }
}

internal sealed record ScreenCard(ScreenMembers Screen, string Path, IReadOnlyList<TableLine> Lines, IReadOnlyList<Chip> Others)
{
    public string Left { get; } = string.Join(", ", Screen.Left);
}

internal sealed record LeaderCard(string Title, IReadOnlyList<LeaderBar> Bars);

/// <param name="Width">Percent of the widest bar.</param>
/// <param name="IsBreak">The first of the laggards.</param>
internal sealed record LeaderBar(string Symbol, string Change, string Direction, int Width, bool IsBreak)
{
    public string Link { get; } = Uri.EscapeDataString(Symbol);
}

/// <summary>Screens, leaders, sectors and all symbols as lines of tables.</summary>
internal static class MarketTables
{
    private const int MostLines = 30, Leaders = 6, Sessions = 60;

    public static IEnumerable<TableLine> Symbols(NightReport report) =>
        report.Symbols.Rows.Select(row => new TableLine(row.Text("symbol"), [.. SymbolColumns.All.Select(c => c.CellOf(row))]));

    public static IEnumerable<ScreenCard> Screens(NightReport report)
    {
        var rows = report.Symbols.Rows.ToDictionary(r => r.Text("symbol"));
        foreach (var screen in report.Screens)
        {
            var known = screen.Members.Where(m => rows.ContainsKey(m.Symbol)).ToList();
            yield return new(screen, Sparkline.Path([.. screen.Sizes.Select(s => (double)s)]),
                [.. known.Take(MostLines).Select(m => Line(m, rows[m.Symbol], report.Bars.GetValueOrDefault(m.Symbol)))],
                [.. known.Skip(MostLines).Select(m => new Chip(m.Symbol, m.IsNew ? "ent" : ""))]);
        }
    }

    private static TableLine Line(ScreenPlace member, ReportRow row, RecentBars? bars) => new(member.Symbol,
    [
        PageCell.Text(row.Text("name"), "l nm"), new(Figures.Price(row.Number("close"))), PageCell.Change(row.Number("perf_1d")),
        PageCell.Change(row.Number("perf_20d")),
        PageCell.Number(row.Number("rsi_14"), 0), new(Figures.Signed(row.Number("pct_dist_sma_200"), 1)), PageCell.Number(row.Number("volume_ratio_50"), 1),
        Stages.CellOf(row.Text("stage_label")), new($"{(member.Since ? "≥ " : "")}{member.Sessions}"),
    ])
    {
        IsNew = member.IsNew,
        Path = bars is null ? "" : Sparkline.Path([.. bars.Close.TakeLast(Sessions)], 90, 20),
        Direction = bars is null ? "" : Figures.Direction(bars.Close[^1] - bars.Close[^Math.Min(Sessions, bars.Close.Length)], 4),
    };

    public static IEnumerable<LeaderCard> LeadersAndLaggards(NightReport report) =>
        new[] { ("1 day", "perf_1d"), ("20 days", "perf_20d"), ("1 year", "perf_252d") }.Select(c => new LeaderCard(c.Item1, Bars(report, c.Item2)));

    private static IReadOnlyList<LeaderBar> Bars(NightReport report, string column)
    {
        var ordered = report.Symbols.Rows.Where(r => r.Number(column) is not null).OrderByDescending(r => r.Number(column)).ToList();
        var shown = Math.Min(Leaders, ordered.Count / 2);
        var chosen = ordered.Take(shown).Concat(ordered.TakeLast(shown)).ToList();
        var widest = chosen.Count == 0 ? 1 : Math.Max(1e-9, chosen.Max(r => Math.Abs(r.Number(column)!.Value)));
        return [.. chosen.Select((row, i) => new LeaderBar(row.Text("symbol"), Figures.Signed(row.Number(column), 1), Figures.Direction(row.Number(column), 1),
            Math.Max(1, (int)Math.Round(100 * Math.Abs(row.Number(column)!.Value) / widest)), i == shown))];
    }

    public static IEnumerable<SectorLine> Sectors(NightReport report) => report.Sectors.Rows.Select(row => new SectorLine(row.Text("sector"),
    [
        new(Figures.Count(row.Number("members"))), Heat(row, "perf_1d", 3), Heat(row, "perf_5d", 6), Heat(row, "perf_20d", 12), Heat(row, "perf_60d", 20),
        PageCell.Number(row.Number("above_sma50"), 0), PageCell.Number(row.Number("above_sma200"), 0),
    ], StageBar.Of([.. Enumerable.Range(1, 4).Select(stage => (int)row.Count($"stage_{stage}"))])));

    /// <summary>A change on a background whose strength grows to <paramref name="clip"/> percent.</summary>
    public static PageCell Heat(ReportRow row, string column, double clip) => Heat(row.Number(column), clip);

    public static PageCell Heat(double? value, double clip)
    {
        var direction = Figures.Direction(value, 1);
        var strength = direction.Length == 0 ? 0 : (int)Math.Ceiling(6 * Math.Min(1, Math.Abs(value!.Value) / clip));
        return new(Figures.Signed(value, 1), strength == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"h{direction[0]}{strength}"));
    }
}

internal sealed record SectorLine(string Name, IReadOnlyList<PageCell> Cells, IReadOnlyList<StageBar> Stages)
{
    public string Words { get; } = string.Join(", ", Stages.Where(s => s.Count > 0).Select(s => $"stage {s.Stage}: {Plural.Number(s.Count)}"));
}

/// <summary>A part of a bar of stages, in pixels.</summary>
internal sealed record StageBar(int Stage, int Count, int X, int Width)
{
    private const int Total = 180;

    public bool HasText => Width >= 12;

    public int Middle => X + Width / 2;

    public static IReadOnlyList<StageBar> Of(IReadOnlyList<int> counts)
    {
        var (sum, before, bars) = (counts.Sum(), 0, new List<StageBar>());
        for (var i = 0; i < counts.Count && sum > 0; before += counts[i++])
            bars.Add(new(i + 1, counts[i], before * Total / sum, (before + counts[i]) * Total / sum - before * Total / sum));
        return bars;
    }
}
