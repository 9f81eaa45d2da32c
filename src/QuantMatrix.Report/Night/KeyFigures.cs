using QuantMatrix.Report.Charts;

namespace QuantMatrix.Report.Night;

/// <summary>One of the six figures above the breadth chart.</summary>
/// <param name="Unit">After the value: <c>%</c>.</param>
internal sealed record KeyFigure(string Label, string Value, string Unit, string Delta, string Direction, string Path);

/// <summary>The market in six figures, each with a line of sixty sessions.</summary>
internal static class KeyFigures
{
    private const int Sessions = 60;

    public static IReadOnlyList<KeyFigure> Of(NightReport report)
    {
        var rows = report.Breadth.Rows.ToList();
        return
        [
            Benchmark(report, rows),
            Share("Above SMA 50", rows, row => row.Number("above_sma50")),
            Share("Above SMA 200", rows, row => row.Number("above_sma200")),
            Pair("Advancers / decliners", rows, "advances", "declines"),
            Pair("New highs / lows", rows, "new_highs", "new_lows"),
            Share("In stage 2", rows, StageTwo),
        ];
    }

    /// <summary>Percent of the members that have a stage.</summary>
    public static double? StageTwo(ReportRow row) =>
        Enumerable.Range(1, 4).Sum(stage => row.Number($"stage_{stage}") ?? 0) is var staged and > 0 ? 100 * (row.Number("stage_2") ?? 0) / staged : null;

    private static KeyFigure Benchmark(NightReport report, List<ReportRow> rows)
    {
        var (now, before) = Newest(rows, row => row.Number("benchmark"));
        var change = now is { } close && before is > 0 ? 100 * (close / before.Value - 1) : (double?)null;
        return now is null
            ? new(report.Benchmark, Figures.None, "", "no bar stored", "", "")
            : new(report.Benchmark, Figures.Price(now), "", change is null ? "" : $"{Figures.Signed(change, 2)} %", Figures.Direction(change, 2),
                Line(rows, row => row.Number("benchmark")));
    }

    private static KeyFigure Share(string label, List<ReportRow> rows, Func<ReportRow, double?> value)
    {
        var (now, before) = Newest(rows, value);
        var change = now - before;
        return new(label, Figures.Plain(now, 1), now is null ? "" : "%", change is null ? "" : $"{Figures.Signed(change, 1)} pt", Figures.Direction(change, 1),
            Line(rows, value));
    }

    private static KeyFigure Pair(string label, List<ReportRow> rows, string first, string second)
    {
        string Text(ReportRow row) => $"{Figures.Count(row.Number(first))} / {Figures.Count(row.Number(second))}";
        return new(label, rows.Count > 0 ? Text(rows[^1]) : Figures.None, "", rows.Count > 1 ? $"was {Text(rows[^2])}" : "", "",
            Line(rows, row => row.Number(first) - row.Number(second)));
    }

    private static (double? Now, double? Before) Newest(List<ReportRow> rows, Func<ReportRow, double?> value) =>
        (rows.Count > 0 ? value(rows[^1]) : null, rows.Count > 1 ? value(rows[^2]) : null);

    private static string Line(List<ReportRow> rows, Func<ReportRow, double?> value) =>
        Sparkline.Path([.. rows.TakeLast(Sessions).Select(row => value(row) ?? double.NaN)]);
}
