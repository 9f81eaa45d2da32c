using QuantMatrix.Model;

namespace QuantMatrix.Reconcile;

/// <summary>The bars of one symbol from another provider.</summary>
/// <param name="bars">Null before it has responded.</param>
internal sealed class SecondOpinion(Bars? bars, string symbol)
{
    private readonly BarSeries series = new(bars ?? Bars.Empty, symbol);

    public bool HasResponded => bars is not null;

    /// <summary>The gross return between two sessions; null unless it has both.</summary>
    public double? Return(int from, int to) => series.Return(from, to);
}
