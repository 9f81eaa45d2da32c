using QuantMatrix.Model;
using QuantMatrix.Report.Web;

namespace QuantMatrix.Report.Night;

/// <summary>The night's page: what changed, the market, screens, all symbols, the portfolio and the data behind them.</summary>
public static class NightPage
{
    public static string Render(NightReport report)
    {
        var model = new
        {
            Day = Figures.LongDay(report.Date),
            ShortDay = report.Date.ToString("ddd, d MMM yyyy", System.Globalization.CultureInfo.InvariantCulture),
            report.Status,
            report.MadeBy,
            report.Benchmark,
            Lede = Lede.Of(report),
            Market = ChangeLines.OfMarket(report),
            Data = ChangeLines.OfData(report),
            Figures = KeyFigures.Of(report),
            HasBreadth = !report.Breadth.IsEmpty,
            Breadth = BreadthLegend.Of(report),
            Screens = MarketTables.Screens(report).ToList(),
            Leaders = MarketTables.LeadersAndLaggards(report).ToList(),
            Sectors = MarketTables.Sectors(report).ToList(),
            Columns = SymbolColumns.All,
            Symbols = MarketTables.Symbols(report).ToList(),
            SymbolCount = Plural.Of(report.Symbols.Count, "row"),
            Portfolio = DataTables.Portfolio(report).ToList(),
            PortfolioNone = DataTables.PortfolioNone(report),
            PortfolioFoot = DataTables.PortfolioFoot(report),
            Coverage = DataTables.Coverage(report).ToList(),
            Months = DataTables.Months(report).ToList(),
            Sessions = report.Coverage.Count > 0 ? Plural.Of(report.Coverage[0].Sessions.Count, "session") : "",
            Restated = DataTables.Restated(report).ToList(),
            RestatedMore = DataTables.More(report.Restated),
            Quarantine = DataTables.Quarantine(report).ToList(),
            QuarantineMore = DataTables.More(report.Quarantine),
            Jobs = DataTables.Jobs(report).ToList(),
            RunId = report.Run?.Id ?? "",
            RunSeconds = report.Run is { } run ? $"{Figures.Plain(run.Seconds, 1)} s" : "",
        };
        return PageRenderer.Render(new($"{Figures.Iso(report.Date)} · QuantMatrix", model, NightData.Of(report))
        {
            Inputs = report.Inputs,
            Symbols = report.Symbols.Count,
            Style = PageAssets.Styles("tokens.css", "base.css", "tables.css", "night.css", "print.css"),
            Sections = ["head.liquid", "changed.liquid", "market.liquid", "map.liquid", "screens.liquid", "leaders.liquid", "symbols.liquid",
                "portfolio.liquid", "data.liquid", "foot.liquid"],
            Libraries = ["lightweight-charts.standalone.production.js", "d3-hierarchy.min.js"],
            Scripts = ["dom.js", "colors.js", "series.js", "chart.js", "breadth.js", "map.js", "table.js", "drawer.js", "night.js"],
        });
    }
}

/// <summary>The page in one paragraph, as words and figures.</summary>
/// <param name="Median">The median change of the members.</param>
/// <param name="Change">The change of the benchmark.</param>
internal sealed record Lede(string Coverage, PageCell? Median, PageCell? Change, string Rest)
{
    public static Lede Of(NightReport report)
    {
        var newest = report.Breadth.Rows.LastOrDefault();
        var benchmark = report.Symbols.Rows.Where(r => r.Text("symbol") == report.Benchmark).Select(r => r.Number("perf_1d")).FirstOrDefault();
        var median = report.Breadth.IsEmpty ? null : newest.Number("median_perf_1d");
        return new($"{Plural.Number(report.Symbols.Count)} of {Plural.Of(report.Tracked, "symbol")} have a bar of this session.",
            median is null ? null : PageCell.Change(median, 2), benchmark is null ? null : PageCell.Change(benchmark, 2), Changes(report));
    }

    private static string Changes(NightReport report)
    {
        if (report.Before is not { } before) return "No earlier session is stored to compare with.";
        var (entered, left) = (report.Screens.Sum(s => s.Members.Count(m => m.IsNew)), report.Screens.Sum(s => s.Left.Count));
        var screens = entered + left == 0 ? "no screen changed" : $"{Plural.Of(entered, "name")} entered a screen and {Plural.Number(left)} left";
        var restated = report.Restated.IsEmpty ? "no stored value was restated" : report.Restated.Count == 1 ? "1 stored value was restated"
            : $"{Plural.Number(report.Restated.Count)} stored values were restated";
        return $"Since {before.ToString("dddd", System.Globalization.CultureInfo.InvariantCulture)} {screens}; {restated}.";
    }
}

/// <summary>The values of the newest session under the breadth chart.</summary>
internal sealed record BreadthLegend(string Day, string Close, string Above50, string Above200, string Highs, string Lows, IReadOnlyList<string> Stages)
{
    public IReadOnlyList<TableLine> Sessions { get; init; } = [];

    private const int Listed = 20;

    public static BreadthLegend Of(NightReport report)
    {
        var row = report.Breadth.Rows.LastOrDefault();
        if (report.Breadth.IsEmpty) return new("", "", "", "", "", "", []);
        return new(Figures.Iso(row.Date("date")), Figures.Plain(row.Number("benchmark"), 2), Figures.Plain(row.Number("above_sma50"), 1),
            Figures.Plain(row.Number("above_sma200"), 1), Figures.Count(row.Number("new_highs")), Figures.Count(row.Number("new_lows")),
            [.. Enumerable.Range(1, 4).Select(stage => Figures.Count(row.Number($"stage_{stage}")))])
        {
            Sessions = [.. report.Breadth.Rows.Reverse().Take(Listed).Select(Line)],
        };
    }

    private static TableLine Line(ReportRow row) => new(Figures.Iso(row.Date("date")),
    [
        PageCell.Number(row.Number("benchmark"), 2), .. Counts(row, "members", "advances", "declines", "unchanged"),
        PageCell.Number(row.Number("above_sma50"), 1), PageCell.Number(row.Number("above_sma200"), 1),
        .. Counts(row, "new_highs", "new_lows", "stage_1", "stage_2", "stage_3", "stage_4"),
        PageCell.Change(row.Number("median_perf_1d"), 2),
    ]);

    private static IEnumerable<PageCell> Counts(ReportRow row, params string[] columns) => columns.Select(c => new PageCell(Figures.Count(row.Number(c))));
}
