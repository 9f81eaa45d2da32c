using Apache.Arrow;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators;

/// <summary>Counts each session's members by index.</summary>
/// <param name="intervals">The memberships of a symbol. On a day within one of them it also counts in <see cref="MarketBreadth.All"/>.</param>
public sealed class BreadthCounter(Func<string, IReadOnlyList<IndexInterval>> intervals)
{
    /// <summary>The columns counted, besides the bar.</summary>
    public static readonly IReadOnlyList<string> Columns = ["sma_50", "sma_200", "high_52w", "low_52w", "stage_label", "ma_bucket", "perf_1d"];

    private readonly Dictionary<(int Day, string Index), Tally> tallies = [];

    /// <summary>Counts rows.</summary>
    /// <param name="rows">Those of a symbol one after another.</param>
    public void Add(IEnumerable<BreadthRow> rows)
    {
        var (symbol, own) = ("", (IReadOnlyList<IndexInterval>)[]);
        foreach (var row in rows)
        {
            if (row.Symbol != symbol) (symbol, own) = (row.Symbol, intervals(row.Symbol));
            var isMember = false;
            foreach (var interval in own)
            {
                if (row.Day < interval.From || row.Day > interval.Until) continue;
                isMember = true;
                if (interval.Index != MarketBreadth.All) TallyOf(row.Day, interval.Index).Add(row);
            }
            if (isMember) TallyOf(row.Day, MarketBreadth.All).Add(row);
        }
    }

    /// <summary>The rows of a batch from a day on.</summary>
    /// <param name="batch">With at least <see cref="Columns"/>.</param>
    /// <param name="from">Days since 1970-01-01.</param>
    public static IEnumerable<BreadthRow> Read(RecordBatch batch, int from)
    {
        var rows = new BreadthColumns(batch);
        for (var i = 0; i < batch.Length; i++)
            if (rows.Day(i) >= from) yield return rows.At(i);
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

    /// <summary>The columns of a batch.</summary>
    private sealed class BreadthColumns(RecordBatch batch)
    {
        private readonly DictionaryArray symbols = (DictionaryArray)batch.Column(0);
        private readonly Date32Array days = (Date32Array)batch.Column(1);
        private readonly DoubleArray high = Number(batch, BarField.High), low = Number(batch, BarField.Low), close = Number(batch, BarField.Close);
        private readonly DoubleArray sma50 = Number(batch, "sma_50"), sma200 = Number(batch, "sma_200"), change = Number(batch, "perf_1d");
        private readonly DoubleArray high52w = Number(batch, "high_52w"), low52w = Number(batch, "low_52w");
        private readonly Int32Array stage = Codes(batch, "stage_label"), bucket = Codes(batch, "ma_bucket");
        private (int Code, string Text) symbol = (-1, "");

        public int Day(int row) => days.Values[row];

        public BreadthRow At(int row) => new(Symbol(row), Day(row))
        {
            Close = Value(close, row), Sma50 = Value(sma50, row), Sma200 = Value(sma200, row), Change = Value(change, row),
            IsHigh = Value(high, row) == Value(high52w, row), IsLow = Value(low, row) == Value(low52w, row),
            Stage = stage.GetValue(row) ?? 0, Bucket = bucket.GetValue(row) ?? 0,
        };

        private string Symbol(int row)
        {
            var code = ((Int32Array)symbols.Indices).Values[row];
            if (code != symbol.Code) symbol = (code, ((StringArray)symbols.Dictionary).GetString(code));
            return symbol.Text;
        }

        private static double Value(DoubleArray column, int row) => column.GetValue(row) ?? double.NaN;

        private static DoubleArray Number(RecordBatch batch, string column) => (DoubleArray)batch.Column(batch.Schema.GetFieldIndex(column));

        private static Int32Array Codes(RecordBatch batch, string column) =>
            (Int32Array)((DictionaryArray)batch.Column(batch.Schema.GetFieldIndex(column))).Indices;
    }
}

/// <summary>When a symbol was a member of an index, in days since 1970-01-01, both inclusive.</summary>
public readonly record struct IndexInterval(string Index, int From, int Until);
