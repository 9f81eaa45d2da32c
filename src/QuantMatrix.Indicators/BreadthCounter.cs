using Apache.Arrow;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators;

/// <summary>Counts each session's members by index, over batches of features.</summary>
public sealed class BreadthCounter
{
    /// <summary>The columns counted, besides the bar.</summary>
    public static readonly IReadOnlyList<string> Columns = ["sma_50", "sma_200", "high_52w", "low_52w", "stage_label", "ma_bucket", "perf_1d"];

    private readonly Dictionary<(int Day, string Index), Tally> tallies = [];

    /// <summary>Adds the rows of a batch from a day on.</summary>
    /// <param name="batch">With at least <see cref="Columns"/>.</param>
    /// <param name="from">Days since 1970-01-01.</param>
    /// <param name="intervals">The memberships of a symbol. On a day within one of them it also counts in <see cref="MarketBreadth.All"/>.</param>
    public void Add(RecordBatch batch, int from, Func<string, IReadOnlyList<IndexInterval>> intervals)
    {
        var rows = new BreadthRows(batch);
        var days = ((Date32Array)batch.Column(1)).Values;
        var (symbol, own) = ("", (IReadOnlyList<IndexInterval>)[]);
        for (var i = 0; i < batch.Length; i++)
        {
            if (days[i] < from) continue;
            if (rows.Symbol(i) is var next && next != symbol) (symbol, own) = (next, intervals(next));
            var row = rows.At(i);
            var isMember = false;
            foreach (var interval in own)
            {
                if (days[i] < interval.From || days[i] > interval.Until) continue;
                isMember = true;
                if (interval.Index != MarketBreadth.All) TallyOf(days[i], interval.Index).Add(row);
            }
            if (isMember) TallyOf(days[i], MarketBreadth.All).Add(row);
        }
    }

    /// <summary>One row per session and index, sorted.</summary>
    public IReadOnlyList<MarketBreadth> Rows() =>
        [.. tallies.OrderBy(t => t.Key.Day).ThenBy(t => t.Key.Index, StringComparer.Ordinal).Select(t => t.Value.ToRow(t.Key.Day, t.Key.Index))];

    private Tally TallyOf(int day, string index)
    {
        if (!tallies.TryGetValue((day, index), out var tally)) tallies.Add((day, index), tally = new());
        return tally;
    }

    private sealed class Tally
    {
        private readonly long[] stages = new long[5], buckets = new long[4];
        private readonly List<double> changes = [];
        private long members, highs, lows, above50, of50, above200, of200;

        public void Add(BreadthRow row)
        {
            members++;
            if (!double.IsNaN(row.Change)) changes.Add(row.Change);
            if (!double.IsNaN(row.Sma50)) of50++;
            if (Rounding.IsAbove(row.Close, row.Sma50)) above50++;
            if (!double.IsNaN(row.Sma200)) of200++;
            if (Rounding.IsAbove(row.Close, row.Sma200)) above200++;
            if (row.IsHigh) highs++;
            if (row.IsLow) lows++;
            stages[row.Stage]++;
            buckets[row.Bucket]++;
        }

        public MarketBreadth ToRow(int day, string index) => new(day, index, members)
        {
            Advances = changes.Count(c => c > 0), Declines = changes.Count(c => c < 0), Unchanged = changes.Count(c => c == 0),
            AboveSma50 = Share(above50, of50), AboveSma200 = Share(above200, of200), NewHighs = highs, NewLows = lows,
            Stage1 = stages[1], Stage2 = stages[2], Stage3 = stages[3], Stage4 = stages[4],
            Lagging = buckets[1], Neutral = buckets[2], Leading = buckets[3], MedianPerf1d = Median(),
        };

        private static double Share(long above, long of) => of == 0 ? double.NaN : 100.0 * above / of;

        private double Median()
        {
            if (changes.Count == 0) return double.NaN;
            changes.Sort();
            return (changes[(changes.Count - 1) / 2] + changes[changes.Count / 2]) / 2;
        }
    }

    /// <summary>What is counted of a row; NaN and label 0 for no value.</summary>
    private readonly record struct BreadthRow(double Close, double Sma50, double Sma200, bool IsHigh, bool IsLow, double Change, int Stage, int Bucket);

    /// <summary>The rows of a batch.</summary>
    private sealed class BreadthRows(RecordBatch batch)
    {
        private readonly DictionaryArray symbols = (DictionaryArray)batch.Column(0);
        private readonly DoubleArray high = Number(batch, BarField.High), low = Number(batch, BarField.Low), close = Number(batch, BarField.Close);
        private readonly DoubleArray sma50 = Number(batch, "sma_50"), sma200 = Number(batch, "sma_200"), change = Number(batch, "perf_1d");
        private readonly DoubleArray high52w = Number(batch, "high_52w"), low52w = Number(batch, "low_52w");
        private readonly Int32Array stage = Codes(batch, "stage_label"), bucket = Codes(batch, "ma_bucket");

        public string Symbol(int row) => ((StringArray)symbols.Dictionary).GetString(((Int32Array)symbols.Indices).Values[row]);

        public BreadthRow At(int row) => new(Value(close, row), Value(sma50, row), Value(sma200, row),
            Value(high, row) == Value(high52w, row), Value(low, row) == Value(low52w, row), Value(change, row),
            stage.GetValue(row) ?? 0, bucket.GetValue(row) ?? 0);

        private static double Value(DoubleArray column, int row) => column.GetValue(row) ?? double.NaN;

        private static DoubleArray Number(RecordBatch batch, string column) => (DoubleArray)batch.Column(batch.Schema.GetFieldIndex(column));

        private static Int32Array Codes(RecordBatch batch, string column) =>
            (Int32Array)((DictionaryArray)batch.Column(batch.Schema.GetFieldIndex(column))).Indices;
    }
}

/// <summary>When a symbol was a member of an index, in days since 1970-01-01, both inclusive.</summary>
public readonly record struct IndexInterval(string Index, int From, int Until);
