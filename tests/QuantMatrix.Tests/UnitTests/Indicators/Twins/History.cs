using QuantMatrix.Indicators;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Indicators.Twins;

/// <summary>One symbol's bars, oldest first, as columns, with the market inputs.</summary>
internal sealed record History(Bar[] Bars, MarketInputs Market)
{
    public int Count => Bars.Length;

    /// <summary>Whether the symbol is the benchmark itself.</summary>
    public bool IsBenchmark { get; init; }

    public double[] Open { get; } = [.. Bars.Select(b => b.Open)];

    public double[] High { get; } = [.. Bars.Select(b => b.High)];

    public double[] Low { get; } = [.. Bars.Select(b => b.Low)];

    public double[] Close { get; } = [.. Bars.Select(b => b.Close)];

    public double[] Volume { get; } = [.. Bars.Select(b => (double)b.Volume)];

    /// <summary>(H+L+C)/3.</summary>
    public double[] Typical { get; } = [.. Bars.Select(b => (b.High + b.Low + b.Close) / 3)];

    /// <summary>Highest price; 0 without bars.</summary>
    public double Highest => High.DefaultIfEmpty().Max();

    public DateOnly Date(int t) => Day.Date(Bars[t].Day);
}

/// <summary>The content of a market context as plain bars: benchmark, sessions, last session and stage thresholds.</summary>
/// <param name="Benchmark">Bars of the benchmark, oldest first.</param>
internal sealed record MarketInputs(Bar[] Benchmark)
{
    /// <summary>Equivalent to <see cref="Series.MarketContext"/>.</summary>
    public static readonly MarketInputs Default = new([.. Series.BenchmarkBars]);

    public SessionCalendar Calendar => Series.Calendar;

    /// <summary>The last settled session of the run; not before any bar.</summary>
    public DateOnly LastSettled { get; } = Series.MarketContext.LastSession;

    public StageThresholds Stage { get; init; } = new();

    /// <summary>The engine's form of these inputs.</summary>
    public MarketContext MarketContext => Series.Against(Series.Of("SPY", Benchmark)) with { Stage = Stage };
}
