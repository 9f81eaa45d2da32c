using QuantMatrix.Model;
using QuantMatrix.Report.Night;

namespace QuantMatrix.Report.Symbols;

/// <summary>One of the eight facts above the chart.</summary>
/// <param name="Html">Encoded.</param>
internal sealed record SymbolFact(string Label, string Html, string Direction, string Small, string Note)
{
    public SymbolFact(string label, string html, string note) : this(label, html, "", "", note)
    {
    }
}

/// <summary>The symbol's state in eight facts.</summary>
internal static class SymbolFacts
{
    public static IReadOnlyList<SymbolFact> Of(SymbolReport report)
    {
        if (report.Row.IsEmpty) return [];
        var row = report.Row.Rows.First();
        return [Stage(report, row), Trend(row), Momentum(row), Range(row), Volatility(row), Strength(report, row), Sequential(row), Structure(report)];
    }

    private static SymbolFact Stage(SymbolReport report, ReportRow row)
    {
        var label = row.Text("stage_label");
        if (Stages.NameOf(label) is not { Length: > 0 } name)
            return new("Stage", Figures.None, row["rs_mansfield_pct"] is null ? "needs 39 weeks and the benchmark's bars" : "needs 39 complete weeks");
        return new("Stage", $"{Stages.CellOf(label).Html} {name}",
            $"for {Plural.Of(report.WeeksInStage, "week")}; 30-week average {Figures.Signed(row.Number("stage_slope_pct"), 1)} % in 5 weeks");
    }

    private static SymbolFact Trend(ReportRow row) => new("Trend", $"{Figures.Signed(row.Number("pct_dist_sma_50"), 1)} %",
        Figures.Direction(row.Number("pct_dist_sma_50"), 1), "to SMA 50",
        $"{Figures.Signed(row.Number("pct_dist_sma_200"), 1)} % to SMA 200; averages {row.Text("ma_bucket").ToLowerInvariant()}");

    private static SymbolFact Momentum(ReportRow row) => new("Momentum", $"RSI {Figures.Plain(row.Number("rsi_14"), 0)}",
        $"MACD histogram {Figures.Signed(row.Number("macd_histogram"), 2)}; ADX {Figures.Plain(row.Number("adx_14"), 0)}");

    private static SymbolFact Range(ReportRow row) => new("Range", $"{Figures.Signed(row.Number("drawdown_52w"), 1)} %",
        Figures.Direction(row.Number("drawdown_52w"), 1), "off high",
        $"52-week high {Figures.Price(row.Number("high_52w"))}, low {Figures.Price(row.Number("low_52w"))}");

    private static SymbolFact Volatility(ReportRow row) => new("Volatility", $"ATR {Figures.Plain(row.Number("atrp_14"), 1)} %",
        $"{Figures.Plain(row.Number("hv_20"), 0)} % a year; today’s volume {Figures.Plain(row.Number("volume_ratio_50"), 1)}×");

    private static SymbolFact Strength(SymbolReport report, ReportRow row) => row.Number("rs_mansfield_pct") is not { } strength
        ? new("Relative strength", Figures.None, $"needs 52 weeks of the symbol and of {report.Benchmark}")
        : new("Relative strength", $"{Figures.Signed(strength, 1)} %", Figures.Direction(strength, 1), "",
            $"Mansfield against {report.Benchmark}; {(row.Number("rs_rank") is { } rank ? $"rank {Figures.Plain(rank, 0)}; " : "")}"
            + $"beta {Figures.Plain(row.Number("beta_252"), 2)}");

    private static SymbolFact Sequential(ReportRow row)
    {
        var (buy, sell) = (row.Count("td_buy_setup"), row.Count("td_sell_setup"));
        var setup = buy > 0 ? $"buy setup {buy}" : sell > 0 ? $"sell setup {sell}" : "no setup";
        string[] notes =
        [
            .. new[] { ("buy", row.Count("td_buy_countdown")), ("sell", row.Count("td_sell_countdown")) }.Where(c => c.Item2 > 0)
                .Select(c => $"{c.Item1} countdown {c.Item2} of 13"),
            .. new[] { ("support", row.Number("tdst_support")), ("resistance", row.Number("tdst_resistance")) }.Where(c => c.Item2 is not null)
                .Select(c => $"{c.Item1} {Figures.Price(c.Item2)}"),
        ];
        return new("TD", setup, string.Join("; ", notes));
    }

    private static SymbolFact Structure(SymbolReport report)
    {
        var kinds = report.Structure.Rows.ToLookup(r => r.Text("kind"));
        var gaps = kinds["gap_up"].Count() + kinds["gap_down"].Count();
        var lines = kinds["line_rising"].Concat(kinds["line_falling"]).ToList();
        var best = lines.OrderByDescending(l => l.Count("touches")).FirstOrDefault();
        return new("Structure", Plural.Of(gaps, "open gap"),
            $"{kinds["line_rising"].Count()} rising, {Plural.Of(kinds["line_falling"].Count(), "falling line")}"
            + (lines.Count == 0 ? "" : $"; the most touched at {Figures.Price(best.Number("price"))}"));
    }
}
