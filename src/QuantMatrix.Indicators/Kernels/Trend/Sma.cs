using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Trend;

/// <summary>Simple moving averages of the close.</summary>
internal sealed class Sma : IIndicators
{
    private static readonly int[] Periods = [5, 8, 14, 21, 50, 100, 150, 200];

    public IEnumerable<Indicator> All => Periods.Select(Of);

    internal static Indicator Of(int n) => Over(BarField.Close, Column(n), n);

    /// <summary>Mean of the last <paramref name="n"/> values of any column.</summary>
    internal static Indicator Over(string input, Column column, int n) => new([input], [column], n - 1, (in KernelContext f) =>
        Window.Fold<Window.Mean>(f.In(0), f.Start, n, f.From, f.Scratch, f.Out(0)));

    private static Column Column(int n) => new($"sma_{n}", Unit.Price, $"Average close of the last {n} sessions.", $"mean of the last {n} closes", "textbook")
    {
        Bounds = Bounds.NotNegative,
        Differs = "TA-Lib keeps a running sum that drifts: 1e-8 after 5,849 bars of SPY.",
        Head = n is 50 or 200,
    };
}
