using System.Globalization;
using QuantMatrix.Model;
using QuantMatrix.Report.Night;

namespace QuantMatrix.Report.Symbols;

internal sealed record PerformanceCell(string Label, PageCell Cell);

internal sealed record MonthLine(string Year, IReadOnlyList<PageCell> Cells, bool IsMedian);

/// <param name="Episodes">The newest, as words.</param>
internal sealed record EpisodeLine(string Screen, string Sessions, string Times, string Episodes);

/// <summary>The tables below the chart.</summary>
internal static class SymbolTables
{
    private const int MostEpisodes = 3, MostRevisions = 20;

    private static readonly (string Label, string Column, double Clip)[] Periods =
    [
        ("1 d", "perf_1d", 6), ("5 d", "perf_5d", 10), ("20 d", "perf_20d", 15), ("60 d", "perf_60d", 25), ("120 d", "perf_120d", 40), ("1 y", "perf_252d", 60),
        ("MTD", "perf_mtd", 15), ("QTD", "perf_qtd", 25), ("YTD", "perf_ytd", 60),
    ];

    public static IEnumerable<PerformanceCell> Performance(SymbolReport report) =>
        report.Row.Rows.SelectMany(row => Periods.Select(p => new PerformanceCell(p.Label, MarketTables.Heat(row, p.Column, p.Clip))));

    public static IEnumerable<MonthLine> Months(SymbolReport report)
    {
        foreach (var year in report.Months.Rows.GroupBy(r => r.Count("year")))
            yield return new(year.Key.ToString(CultureInfo.InvariantCulture), ByMonth(year, heat: true), IsMedian: false);
        if (!report.Medians.IsEmpty) yield return new("median", ByMonth(report.Medians.Rows, heat: false), IsMedian: true);
    }

    private static IReadOnlyList<PageCell> ByMonth(IEnumerable<ReportRow> rows, bool heat)
    {
        var changes = rows.ToDictionary(r => (int)r.Count("month"), r => r.Number("change"));
        return [.. Enumerable.Range(1, 12).Select(month => !changes.TryGetValue(month, out var change) ? new("")
            : heat ? MarketTables.Heat(change, 20) : new PageCell(Figures.Signed(change, 1)))];
    }

    public static IEnumerable<EpisodeLine> Screens(SymbolReport report) => report.Screens.Select(screen => screen.Note.Length > 0
        ? new EpisodeLine(screen.Screen, Figures.None, Figures.None, screen.Note)
        : new(screen.Screen, Plural.Number(screen.Sessions), Plural.Number(screen.Episodes.Count),
            string.Join("; ", screen.Episodes.Take(MostEpisodes).Select(Text))));

    private static string Text(Episode episode) =>
        episode.From == episode.To ? Figures.Day(episode.From) : $"{Figures.Day(episode.From)} to {Figures.Day(episode.To)}";

    /// <summary>Sources, corporate actions and restatements, each with what, when and how.</summary>
    public static IEnumerable<string[]> Origins(SymbolReport report) =>
    [
        .. report.Sources.Rows.Select(r => (string[])[r.Text("source"), Plural.Of(r.Count("bars"), "bar"),
            $"{Figures.Day(r.Date("first"))} to {Figures.Day(r.Date("last"))}"]),
        .. report.Actions.Rows.Select(r => (string[])[r.Text("kind"), Figures.Day(r.Date("date")), $"{Number(r, "value")}, {r.Text("status")}"]),
        .. report.Revisions.Rows.Take(MostRevisions).Select(r => (string[])["restated", Figures.Day(r.Date("date")),
            $"{r.Text("field")} {Number(r, "old")} → {Number(r, "new")}, {r.Text("class")}, {r.Text("provider")}"]),
        .. report.Revisions.Rows.Skip(MostRevisions).Take(1).Select(_ =>
            (string[])["", "", $"and {Plural.Of(report.Revisions.Count - MostRevisions, "earlier restatement")}"]),
    ];

    private static string Number(ReportRow row, string column) => DataTables.Value(row, column).Html;

    public static IEnumerable<TableLine> Structure(SymbolReport report) => report.Structure.Rows.Select(row => row.Text("kind") switch
    {
        "gap_up" => Gap("gap up", row),
        "gap_down" => Gap("gap down", row),
        "line_rising" => Line("rising line", row),
        _ => Line("falling line", row),
    });

    private static TableLine Gap(string name, ReportRow row) => new(name,
        [PageCell.Text(Figures.Day(row.Date("from_date"))), new($"{Figures.Price(row.Number("low"))} to {Figures.Price(row.Number("high"))}"), new("")]);

    private static TableLine Line(string name, ReportRow row) => new(name,
    [
        PageCell.Text($"{Figures.Day(row.Date("from_date"))}, {Figures.Day(row.Date("second_date"))}"), new(Figures.Price(row.Number("price"))),
        new(Plural.Of(row.Count("touches"), "touch", "touches")),
    ]);

    /// <summary>Every column with its value in full.</summary>
    public static IEnumerable<TableLine> Columns(SymbolReport report) => report.Columns.Select(column => new TableLine(column.Name,
        [new(Figures.Html.Encode(Text(column.Value))), PageCell.Text(column.Unit), PageCell.Text(column.Meaning, "l wrap")]));

    private static string Text(object? value) => value switch
    {
        null => Figures.None,
        bool flag => flag ? "true" : "false",
        double number => number.ToString("G10", CultureInfo.InvariantCulture).Replace('-', Figures.Minus),
        DateOnly date => Figures.Iso(date),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
