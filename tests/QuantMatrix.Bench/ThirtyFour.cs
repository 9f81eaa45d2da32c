namespace QuantMatrix.Bench;

/// <summary>The 34 series both sides compute, one symbol at a time by TA-Lib, under the names of our columns.</summary>
internal sealed class ThirtyFour
{
    private readonly int rows;
    private readonly List<Output> outputs = [];
    private readonly List<Action<SymbolSeries>> calls = [];

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

    /// <summary>All series of one symbol.</summary>
    public void Compute(SymbolSeries bars)
    {
        foreach (var call in calls) call(bars);
    }

    /// <summary>Each series' value at the last bar of the symbol computed last.</summary>
    public IEnumerable<(string Name, double Value)> Newest() => outputs.Select(o => (o.Name, o.Values[o.Count - 1]));

    private void Add(string name, TaLib.OfSeries function, Func<SymbolSeries, double[]> series, int period)
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
