using QuantMatrix.Model;

namespace QuantMatrix.Lake.Tables;

/// <summary>The table <c>market_breadth</c>: one row per session and index, sorted by both.</summary>
public static class BreadthTable
{
    public static readonly RowTable<MarketBreadth> Table = new("market_breadth",
        new RowColumns<MarketBreadth>().Date(BarField.Date, r => r.Day).Text("index", r => r.Index).Whole("members", r => r.Members)
            .Whole("advances", r => r.Advances).Whole("declines", r => r.Declines).Whole("unchanged", r => r.Unchanged)
            .Number("above_sma50", r => r.AboveSma50).Number("above_sma200", r => r.AboveSma200)
            .Whole("new_highs", r => r.NewHighs).Whole("new_lows", r => r.NewLows)
            .Whole("stage_1", r => r.Stage1).Whole("stage_2", r => r.Stage2).Whole("stage_3", r => r.Stage3).Whole("stage_4", r => r.Stage4)
            .Whole("leading", r => r.Leading).Whole("neutral", r => r.Neutral).Whole("lagging", r => r.Lagging).Number("median_perf_1d", r => r.MedianPerf1d),
        row => new(row.Date(0), row.Text(1), row.Whole(2))
        {
            Advances = row.Whole(3), Declines = row.Whole(4), Unchanged = row.Whole(5), AboveSma50 = row.Number(6), AboveSma200 = row.Number(7),
            NewHighs = row.Whole(8), NewLows = row.Whole(9), Stage1 = row.Whole(10), Stage2 = row.Whole(11), Stage3 = row.Whole(12),
            Stage4 = row.Whole(13), Leading = row.Whole(14), Neutral = row.Whole(15), Lagging = row.Whole(16), MedianPerf1d = row.Number(17),
        });
}
