namespace QuantMatrix.Batch.Screens;

/// <summary>What became of a screen's entries at one horizon, in percent. NaN where there are too few entries.</summary>
/// <param name="Sessions">The horizon.</param>
/// <param name="Dates">Sessions with an entry.</param>
/// <param name="Return">Mean return.</param>
/// <param name="Excess">Mean excess over the median of the members.</param>
/// <param name="StandardError">Of the mean excess, clustered by date.</param>
/// <param name="HitRate">Share of the entries with a positive excess.</param>
internal sealed record ScreenOutcome(int Sessions, int Entries, int Symbols, int Dates, double Return, double Excess, double StandardError, double HitRate)
{
    /// <summary>Mean excess in standard errors.</summary>
    public double T => Excess / StandardError;

    /// <remarks>
    /// Entries of one session share the market's moves, so they count as one cluster g of G: the squared standard error is
    /// G/(G−1) · Σ_g (Σ_{i in g} (e_i − mean e))² / N² (Liang and Zeger 1986, with the small-sample factor of Stata).
    /// </remarks>
    public static ScreenOutcome Of(HorizonReturns returns)
    {
        var entries = returns.Entries;
        var symbols = entries.Select(e => e.Symbol).Distinct().Count();
        if (entries.Count == 0) return new(returns.Horizon, 0, 0, 0, double.NaN, double.NaN, double.NaN, double.NaN);
        double count = entries.Count, mean = entries.Average(e => e.Excess);
        var clusters = entries.GroupBy(e => e.Day).Select(g => g.Sum(e => e.Excess - mean)).ToList();
        var squared = (double)clusters.Count / (clusters.Count - 1) * clusters.Sum(sum => sum * sum) / (count * count);
        return new(returns.Horizon, entries.Count, symbols, clusters.Count, 100 * entries.Average(e => e.Return), 100 * mean,
            clusters.Count > 1 ? 100 * Math.Sqrt(squared) : double.NaN, 100 * entries.Count(e => e.Excess > 0) / count);
    }
}
