using Apache.Arrow;
using QuantMatrix.Indicators;
using QuantMatrix.Model;

namespace QuantMatrix.Bench;

/// <summary>The 34 benchmarked series as computed by TA-Lib, one symbol at a time, under the column names of the catalogue.</summary>
internal sealed class ThirtyFour
{
    private readonly int rows;
    private readonly List<Output> outputs = [];
    private readonly List<Action<TaLibInput>> calls = [];

    /// <param name="rows">Bars of the longest symbol.</param>
    public ThirtyFour(int rows)
    {
        this.rows = rows;
        foreach (var n in (int[])[5, 8, 14, 21, 50, 100, 150, 200]) Add($"sma_{n}", TaLib.Sma, b => b.Close, n);
        foreach (var n in (int[])[8, 10, 21, 200]) Add($"ema_{n}", TaLib.Ema, b => b.Close, n);
        Add("rsi_14", TaLib.Rsi, b => b.Close, 14);
        AddTrueRange();
        foreach (var n in (int[])[14, 30]) Add($"atr_{n}", TaLib.Atr, n);
        AddMacd();
        Add("adx_14", TaLib.Adx, 14);
        Add("plus_di_14", TaLib.PlusDi, 14);
        Add("minus_di_14", TaLib.MinusDi, 14);
        foreach (var (name, n) in ((string, int)[])[("20d", 20), ("50d", 50), ("52w", 252)])
        {
            Add($"high_{name}", TaLib.Max, b => b.High, n);
            Add($"low_{name}", TaLib.Min, b => b.Low, n);
        }
        foreach (var n in (int[])[5, 20, 60, 120, 252]) Add($"perf_{n}d", TaLib.Roc, b => b.Close, n);
        Add("volume_sma_50", TaLib.Sma, b => b.Volume, 50);
    }

    public static IReadOnlyList<string> Names { get; } = [.. new ThirtyFour(0).outputs.Select(o => o.Name)];

    /// <summary>Computes all series of one symbol.</summary>
    public void Compute(TaLibInput bars)
    {
        foreach (var call in calls) call(bars);
    }

    /// <summary>Each series' value at the last bar of the symbol most recently computed.</summary>
    public IEnumerable<(string Name, double Value)> Newest() => outputs.Select(o => (o.Name, o.Values[o.Count - 1]));

    private void Add(string name, TaLib.OfSeries function, Func<TaLibInput, double[]> series, int period)
    {
        var y = Output(name);
        calls.Add(b => TaLib.Require(function(0, b.Last, series(b), period, out _, out y.Count, y.Values)));
    }

    private void Add(string name, TaLib.OfRange function, int period)
    {
        var y = Output(name);
        calls.Add(b => TaLib.Require(function(0, b.Last, b.High, b.Low, b.Close, period, out _, out y.Count, y.Values)));
    }

    private void AddTrueRange()
    {
        var y = Output("true_range");
        calls.Add(b => TaLib.Require(TaLib.TrueRange(0, b.Last, b.High, b.Low, b.Close, out _, out y.Count, y.Values)));
    }

    private void AddMacd()
    {
        var (line, signal, histogram) = (Output("macd"), Output("macd_signal"), Output("macd_histogram"));
        calls.Add(b =>
        {
            TaLib.Require(TaLib.Macd(0, b.Last, b.Close, 12, 26, 9, out _, out line.Count, line.Values, signal.Values, histogram.Values));
            signal.Count = histogram.Count = line.Count;
        });
    }

    private Output Output(string name)
    {
        var output = new Output { Name = name, Values = new double[rows] };
        outputs.Add(output);
        return output;
    }
}

/// <summary>A TA-Lib output: its values start at the front of the buffer, without the warm-up.</summary>
internal sealed class Output
{
    public int Count;

    public required string Name { get; init; }

    public required double[] Values { get; init; }
}

/// <summary>One symbol's bars in TA-Lib's form: an array of doubles for each field.</summary>
internal sealed record TaLibInput(double[] High, double[] Low, double[] Close, double[] Volume)
{
    public int Last => Close.Length - 1;

    public static IEnumerable<TaLibInput> Of(Bars bars) => Enumerable.Range(0, bars.Symbols.Count).Select(s =>
    {
        var rows = bars.RowsOf(s);
        double[] volume = [.. bars.Volume[rows].ToArray().Select(v => (double)v)];
        return new TaLibInput(bars.High[rows].ToArray(), bars.Low[rows].ToArray(), bars.Close[rows].ToArray(), volume);
    });
}

/// <summary>Verifies that both sides compute the same values: each of the 34 series at each symbol's last bar.</summary>
internal static class TaLibAgreement
{
    private const double Tolerance = 1e-6;

    /// <exception cref="InvalidOperationException">A value differs.</exception>
    public static void Require(Bars bars, RecordBatch newest, ThirtyFour talib)
    {
        foreach (var (index, series) in TaLibInput.Of(bars).Index())
        {
            talib.Compute(series);
            foreach (var (name, expected) in talib.Newest())
            {
                var actual = ((DoubleArray)newest.Column(name)).GetValue(index) ?? double.NaN;
                if (!(Math.Abs(actual - expected) <= Tolerance * Math.Max(Math.Abs(actual), Math.Abs(expected))))
                    throw new InvalidOperationException(
                        $"{name} of {bars.Symbols[index]} at its last bar: TA-Lib {expected:R}, engine {actual:R}; expected the same within {Tolerance}");
            }
        }
    }
}
