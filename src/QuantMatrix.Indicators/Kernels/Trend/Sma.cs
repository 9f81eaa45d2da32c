using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Trend;

/// <summary>Simple moving averages of the close.</summary>
internal sealed class Sma : IIndicatorFamily
{
    private static readonly int[] Periods = [5, 8, 10, 14, 20, 21, 50, 63, 100, 150, 200];

    public IEnumerable<Indicator> All => Periods.Select(Of);

    internal static Indicator Of(int n) => Over(BarField.Close, Column(n), n);

    /// <summary>Simple moving average of any column.</summary>
    internal static Indicator Over(string input, Column column, int n) => new([input], [column], n - 1, (in KernelContext k) =>
        Window.Fold<Window.Mean>(k.In(0), k.Start, n, k.From, k.Scratch, k.Out(0)));

    private static Column Column(int n) => new($"sma_{n}", Unit.Price, $"{n}-session simple moving average of the close.",
        $"mean of the last {n} closes", "textbook")
    {
        Bounds = Bounds.NotNegative,
        Differs = "TA-Lib uses a running sum, which drifts: by 1e-8 after 5,849 bars of SPY.",
        Head = n is 50 or 200,
    };
}
