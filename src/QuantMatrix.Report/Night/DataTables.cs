using System.Globalization;
using QuantMatrix.Model;

namespace QuantMatrix.Report.Night;

internal sealed record CoverageLine(string Index, string Symbols, string Percent, IReadOnlyList<CoverageMark> Marks);

/// <param name="Type">The CSS class of the cell: <c>ok</c>, <c>some</c>, <c>bad</c>, or empty when nothing is expected.</param>
internal sealed record CoverageMark(string Date, string Text, string Type);

/// <summary>A month over its columns of the coverage map.</summary>
internal sealed record CoverageMonth(string Name, int Sessions);

/// <param name="X">Percent of the run before its start.</param>
internal sealed record GanttLine(string Name, string Status, string X, string Width, string Seconds, string Summary, IReadOnlyList<string> Warnings);

/// <summary>Portfolio, coverage, restatements, quarantine and the run as lines of tables.</summary>
internal static class DataTables
{
    /// <summary>Below this share of the expected bars a session counts as missing.</summary>
    private const double Some = 0.9;

    private const int MostRows = 40, MostWarnings = 4;

    public static IEnumerable<TableLine> Portfolio(NightReport report) => report.Portfolio.Rows.Select(row => new TableLine(row.Text("symbol"),
    [
        PageCell.Text(row.Text("account")), PageCell.Text(row.Text("category")), Value(row, "quantity"),
        new(Figures.Price(row.Number("mark_price"))), PageCell.Text(row.Text("currency")), new(Figures.Plain(row.Number("market_value"), 2)),
        PageCell.Number(row.Number("weight_pct"), 1), PageCell.Change(row.Number("unrealised_pnl"), 0), PageCell.Number(row.Number("rsi_14"), 0),
        Stages.CellOf(row.Text("stage_label")), TieOut(row.Text("tie_out")),
    ]));

    private const string NotChecked = "not checked";

    private static PageCell TieOut(string state) => state is "ok" or "" or NotChecked ? PageCell.Text(state) : PageCell.Text(state, "l warn");

    public static string PortfolioNone(NightReport report) => report.IsPast ? "Positions are on the page of the newest session only."
        : "No positions are stored; ibkr_flex_sync reads them from the broker's statements.";

    /// <summary>Like <c>Positions of 31 Oct 2022; values in USD</c>; accounts may differ in both.</summary>
    public static string PortfolioFoot(NightReport report)
    {
        if (report.Portfolio.IsEmpty) return "";
        var days = report.Portfolio.Rows.Select(r => Figures.Day(r.Date("report_date"))).Distinct();
        return $"Positions of {string.Join(" and ", days)}; values in {string.Join(" and ", report.Portfolio.Rows.Select(r => r.Text("base")).Distinct())}. "
            + Breaks(report);
    }

    private static string Breaks(NightReport report)
    {
        var states = report.Portfolio.Rows.Select(r => r.Text("tie_out")).ToList();
        var (idle, breaks) = (states.Count(s => s == NotChecked), states.Count(s => s is not ("ok" or "" or NotChecked)));
        var differs = breaks > 0 ? $"{Plural.Of(breaks, "position differs", "positions differ")} from the broker's statement."
            : idle == states.Count ? "" : "No position differs from the broker's statement.";
        return idle == 0 ? differs : $"{differs} {Plural.Of(idle, "position")} could not be checked.".TrimStart();
    }

    public static IEnumerable<CoverageLine> Coverage(NightReport report) => report.Coverage.Select(index => new CoverageLine(index.Index,
        Plural.Number(index.Symbols), index.Percent is { } percent ? $"{Figures.Plain(percent, 2)} %" : Figures.None,
        [.. index.Sessions.Select(s => new CoverageMark(Figures.Iso(s.Date), $"{s.Stored} of {s.Expected}", Type(s)))]));

    private static string Type(CoverageCell cell) => cell.Expected == 0 ? "" : cell.Stored == cell.Expected ? "ok"
        : cell.Stored >= Some * cell.Expected ? "some" : "bad";

    public static IEnumerable<CoverageMonth> Months(NightReport report) => report.Coverage.Count == 0 ? []
        : report.Coverage[0].Sessions.GroupBy(s => (s.Date.Year, s.Date.Month))
            .Select(m => new CoverageMonth(m.First().Date.ToString(m.Key.Month == 1 ? "yyyy" : "MMM", CultureInfo.InvariantCulture), m.Count()));

    public static IEnumerable<TableLine> Restated(NightReport report) => report.Restated.Rows.Take(MostRows).Select(row => new TableLine(row.Text("symbol"),
    [
        PageCell.Text(Figures.Iso(row.Date("date"))), PageCell.Text(row.Text("field")), Value(row, "old"), Value(row, "new"), PageCell.Text(row.Text("class")),
        PageCell.Text(row.Text("provider")),
    ]));

    /// <summary>Old and new values with the digits stored, since a restatement may be small.</summary>
    public static PageCell Value(ReportRow row, string column) => row.Number(column) is { } number
        ? new(number.ToString("#,0.######", CultureInfo.InvariantCulture).Replace('-', Figures.Minus)) : new(Figures.None);

    public static IEnumerable<TableLine> Quarantine(NightReport report) => report.Quarantine.Rows.Take(MostRows).Select(row => new TableLine(row.Text("symbol"),
    [
        PageCell.Text(Figures.Iso(row.Date("date"))), PageCell.Text(row.Text("reason"), "l wrap"), PageCell.Text(Where(row)),
    ]));

    private static string Where(ReportRow row) => row.Text("file") is { Length: > 0 } file
        ? $"{file}{(row.Number("line") is { } line and > 0 ? string.Create(CultureInfo.InvariantCulture, $":{line:0}") : "")}" : row.Text("source");

    /// <summary>Like <c>and 12 more</c>; empty when every row is shown.</summary>
    public static string More(ReportTable table) => table.Count > MostRows ? $"and {Plural.Number(table.Count - MostRows)} more" : "";

    public static IEnumerable<GanttLine> Jobs(NightReport report) => report.Run is not { } run ? [] : run.Jobs.Select(job => new GanttLine(job.Name, job.Status,
        Percent(100 * job.Start / Length(run)), Percent(Math.Max(0.6, 100 * job.Seconds / Length(run))), Figures.Plain(job.Seconds, 2), job.Summary,
        [.. job.Warnings.Take(MostWarnings), .. job.Warnings.Skip(MostWarnings).Take(1).Select(_ => Rest(job.Warnings.Count - MostWarnings))]));

    private static string Rest(int lines) => $"and {Plural.Of(lines, "more line")}";

    private static double Length(NightRun run) => Math.Max(1e-3, Math.Max(run.Seconds, run.Jobs.Max(j => j.Start + j.Seconds)));

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{Math.Clamp(share, 0, 100):0.##}%");
}
