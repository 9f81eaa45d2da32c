using Apache.Arrow;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Indicators;
using QuantMatrix.Lake;
using QuantMatrix.Report.Night;

namespace QuantMatrix.Batch.Reports;

/// <summary>The newest bars of every symbol with the averages drawn over them.</summary>
internal static class RecentBarsReader
{
    /// <summary>Sessions drawn, and read: enough for an average of 200 bars on the first one drawn although some bars are missing.</summary>
    private const int Sessions = 130, Read = 400;

    private const int FirstField = 2;

    private static readonly Catalogue Averages = Catalogue.Standard.Only("sma_50", "sma_200");

    /// <param name="symbols">In ordinal order.</param>
    public static async Task<IReadOnlyDictionary<string, RecentBars>> ReadAsync(
        RunContext run, IReadOnlyList<string> symbols, DateOnly session, CancellationToken ct)
    {
        if (symbols.Count == 0) return new Dictionary<string, RecentBars>();
        var range = new BarRange { Symbols = symbols, From = run.Calendar.Back(session, Read), To = session };
        var bars = await run.Lake.PricesAsync(run.Lake.Current(), range, ct);
        var market = new MarketContext(run.Calendar, new Benchmark("", [], []), session);
        using var rows = new Engine(Averages, market).Compute(bars, Sessions);
        var (recent, start) = (new Dictionary<string, RecentBars>(), 0);
        for (var s = 0; s < bars.Symbols.Count; s++)
        {
            var count = Math.Min(Sessions, bars.Starts[s + 1] - bars.Starts[s]);
            recent.Add(bars.Symbols[s], Of(rows, start, count));
            start += count;
        }
        bars.Recycle();
        return recent;
    }

    private static RecentBars Of(RecordBatch rows, int start, int count)
    {
        return new(((Date32Array)rows.Column(1)).Values.Slice(start, count).ToArray(), Numbers(FirstField), Numbers(FirstField + 1), Numbers(FirstField + 2),
            Numbers(FirstField + 3), ((Int64Array)rows.Column(FirstField + 4)).Values.Slice(start, count).ToArray())
        {
            Sma50 = Numbers(rows.Schema.GetFieldIndex("sma_50")), Sma200 = Numbers(rows.Schema.GetFieldIndex("sma_200")),
        };

        double[] Numbers(int column)
        {
            var array = (DoubleArray)rows.Column(column);
            return [.. Enumerable.Range(start, count).Select(i => array.GetValue(i) ?? double.NaN)];
        }
    }
}
