using QuantMatrix.Indicators;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Indicators.Twins;

/// <summary>One symbol's bars, oldest first, as columns, and what stands around them.</summary>
internal sealed record History(Bar[] Bars, Surroundings Around)
{
    public int Count => Bars.Length;

    public double[] High { get; } = [.. Bars.Select(b => b.High)];

    public double[] Low { get; } = [.. Bars.Select(b => b.Low)];

    public double[] Close { get; } = [.. Bars.Select(b => b.Close)];

    public double[] Volume { get; } = [.. Bars.Select(b => (double)b.Volume)];

    /// <summary>(H+L+C)/3.</summary>
    public double[] Typical { get; } = [.. Bars.Select(b => (b.High + b.Low + b.Close) / 3)];

    /// <summary>The highest price there is; 0 without bars.</summary>
    public double Highest => High.DefaultIfEmpty().Max();

    public DateOnly Date(int t) => Day.Date(Bars[t].Day);
}
