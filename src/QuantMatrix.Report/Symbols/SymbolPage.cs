using System.Globalization;
using QuantMatrix.Model;
using QuantMatrix.Report.Charts;
using QuantMatrix.Report.Night;
using QuantMatrix.Report.Web;

namespace QuantMatrix.Report.Symbols;

/// <summary>The page of a symbol: facts, chart, months, screens, origin of its bars and every column.</summary>
public static class SymbolPage
{
    private const int MostDecimals = 6;

    public static string Render(SymbolReport report)
    {
        var row = report.Row.Rows.FirstOrDefault();
        var change = report.Row.IsEmpty ? null : row.Number("perf_1d");
        var model = new
        {
            report.Symbol,
            report.MadeBy,
            report.Benchmark,
            Words = string.Join(" · ", new[] { report.Name, report.Sector, report.Indices }.Where(w => w.Length > 0)),
            Price = Figures.Price(report.Series.Close.Length > 0 ? report.Series.Close[^1] : null),
            Change = Figures.Signed(change, 2),
            Direction = Figures.Direction(change, 2),
            Day = Figures.Day(report.Date),
            Facts = SymbolFacts.Of(report),
            Legend = Legend(report.Series),
            Performance = SymbolTables.Performance(report).ToList(),
            Months = SymbolTables.Months(report).ToList(),
            Names = CultureInfo.InvariantCulture.DateTimeFormat.AbbreviatedMonthNames[..12],
            Screens = SymbolTables.Screens(report).ToList(),
            Origins = SymbolTables.Origins(report).ToList(),
            Structure = SymbolTables.Structure(report).ToList(),
            Columns = SymbolTables.Columns(report).ToList(),
            ColumnCount = Plural.Of(report.Columns.Count, "column"),
        };
        return PageRenderer.Render(new($"{report.Symbol} · {Figures.Iso(report.Date)} · QuantMatrix", model, Data(report))
        {
            Style = PageAssets.Styles("tokens.css", "base.css", "tables.css", "symbol.css", "print.css"),
            Sections = ["symbol.liquid"],
            Libraries = ["lightweight-charts.standalone.production.js"],
            Scripts = ["dom.js", "colors.js", "series.js", "chart.js", "primitives.js", "symbol.js"],
        });
    }

    private static IReadOnlyList<string> Legend(SymbolSeries s) => s.Close.Length == 0 ? ["", "", "", "", "", "", ""]
        : [.. new[] { s.Open, s.High, s.Low, s.Close, s.Ema21, s.Sma50, s.Sma200 }.Select(Known)];

    private static string Known(double[] values) => values.Length > 0 && double.IsFinite(values[^1]) ? Figures.Price(values[^1]) : Figures.None;

    private static string Data(SymbolReport report)
    {
        var (s, decimals) = (report.Series, SeriesCode.Decimals(report.Series.Close.Concat(report.Series.Open), MostDecimals));
        var unit = Math.Max(1, s.Volume.DefaultIfEmpty(0).Max() / 100_000);
        return NightData.Json(new
        {
            symbol = report.Symbol,
            days = SeriesCode.Of(s.Days.Select(day => (long)day)),
            d = decimals,
            shown = s.Close.Length > 0 && s.Close[^1] < 1 ? 4 : 2,
            o = SeriesCode.Distances(s.Open, s.Close, decimals),
            h = SeriesCode.Distances(s.High, s.Close, decimals),
            l = SeriesCode.Distances(s.Low, s.Close, decimals),
            c = SeriesCode.Of(s.Close, decimals),
            u = unit,
            v = SeriesCode.Alone(s.Volume, unit),
            ema21 = SeriesCode.Of(s.Ema21, decimals),
            sma50 = SeriesCode.Of(s.Sma50, decimals),
            sma200 = SeriesCode.Of(s.Sma200, decimals),
            rsi = SeriesCode.Of(s.Rsi, 1),
            mansfield = SeriesCode.Of(s.Mansfield, 1),
            stage = SeriesCode.Of(s.Stage, 0),
            setup = SeriesCode.Of(s.Setup, 0),
            countdown = SeriesCode.Of(s.Countdown, 0),
            support = report.Row.Rows.Select(r => r.Number("tdst_support")).FirstOrDefault(),
            resistance = report.Row.Rows.Select(r => r.Number("tdst_resistance")).FirstOrDefault(),
            gaps = report.Structure.Rows.Where(r => r.Text("kind").StartsWith("gap", StringComparison.Ordinal)).Select(r => new
            {
                from = Figures.Iso(r.Date("from_date")), low = r.Number("low"), high = r.Number("high"), up = r.Text("kind") == "gap_up",
            }),
            lines = report.Structure.Rows.Where(r => r.Text("kind").StartsWith("line", StringComparison.Ordinal)).Select(r => new
            {
                from = Figures.Iso(r.Date("from_date")), first = r.Number("first_price"), to = Figures.Iso(r.Date("second_date")),
                second = r.Number("second_price"), price = r.Number("price"), up = r.Text("kind") == "line_rising",
            }),
        });
    }
}
