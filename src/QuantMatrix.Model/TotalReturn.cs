namespace QuantMatrix.Model;

/// <summary>Total-return closes, computed from split-adjusted closes, dividends and adjustments. <c>price_data</c> has the same definition in SQL.</summary>
/// <remarks>
/// <para>adj_close(t) = close(t) × Π (1 − D / P) over the ex-dates after t, the convention of CRSP and Yahoo: D is the cash of the date, P the close of the
/// bar before it. An adjustment multiplies every close before its date. Splits are in the closes already.</para>
/// <para>Dividends of one date add up; of several sources, the one that states most counts. A dividend of at least P does not count, nor one without a bar
/// within <see cref="MaxGap"/> days before it.</para>
/// </remarks>
public static class TotalReturn
{
    /// <summary>Calendar days between an ex-date and the bar before it, at most.</summary>
    public const int MaxGap = 28;

    /// <summary>Largest relative distance between a stated total-return close and the one that its adjustments give.</summary>
    private const double Precision = 0.9e-6;

    /// <summary>The total-return close of each session.</summary>
    /// <param name="actions">Of the symbol, in any order.</param>
    public static double[] Closes(CloseSeries series, IEnumerable<CorporateAction> actions)
    {
        var steps = actions.Where(a => a.Kind != ActionKind.Split && a.Value > 0 && double.IsFinite(a.Value))
            .GroupBy(a => Day.Of(a.ExDate)).OrderByDescending(day => day.Key).Select(day => (Day: day.Key, Cash: CashOf(day), Factor: FactorOf(day))).ToArray();
        var (adjusted, factor, next) = (new double[series.Closes.Length], 1.0, 0);
        for (var i = adjusted.Length - 1; i >= 0; i--)
        {
            var close = series.Closes[i];
            for (; next < steps.Length && steps[next].Day > series.Days[i]; next++)
                factor *= steps[next].Factor * (steps[next].Cash < close && steps[next].Day - series.Days[i] <= MaxGap ? 1 - (steps[next].Cash / close) : 1);
            adjusted[i] = close * factor;
        }
        return adjusted;
    }

    /// <summary>The adjustments with which <see cref="Closes"/> gives stated total-return closes, to a millionth: one wherever their ratio changes.</summary>
    /// <remarks>A ratio other than 1 at the newest session is an adjustment of the day after it.</remarks>
    /// <param name="stated">One for each session; NaN states nothing.</param>
    /// <param name="known">The actions recorded beside the adjustments.</param>
    public static IReadOnlyList<CorporateAction> Adjustments(
        CloseSeries series, ReadOnlySpan<double> stated, IEnumerable<CorporateAction> known, string source)
    {
        var (found, computed, symbol, rows) = (new List<CorporateAction>(), Closes(series, known), series.Symbol, stated.Length);
        var (run, oldest, newer, date) = (new Ratios(1, 1), rows, 1.0, (DateOnly?)null);
        for (var i = rows - 1; i >= 0; i--)
        {
            if (!(stated[i] > 0) || double.IsInfinity(stated[i])) continue;
            var ratio = stated[i] / computed[i];
            var ratios = new Ratios(ratio * (1 - Precision), ratio * (1 + Precision));
            if (!run.Overlaps(ratios))
            {
                Add(run.Middle);
                (newer, date, run) = (run.Middle, Day.Date(oldest < rows ? series.Days[oldest] : series.Days[^1] + 1), ratios);
            }
            (run, oldest) = (run.With(ratios), i);
        }
        Add(run.Middle);
        found.Reverse();
        return found;

        void Add(double older)
        {
            if (date is { } session) found.Add(new(symbol, session, ActionKind.Adjustment, older / newer, source));
        }
    }

    private static double CashOf(IEnumerable<CorporateAction> day) =>
        day.Where(a => a.Kind == ActionKind.Dividend).GroupBy(a => a.Source).Select(source => source.Sum(a => a.Value)).DefaultIfEmpty(0).Max();

    private static double FactorOf(IEnumerable<CorporateAction> day) =>
        day.Where(a => a.Kind == ActionKind.Adjustment).Aggregate(1.0, (factor, a) => factor * a.Value);

    /// <summary>The ratios that some consecutive sessions have in common.</summary>
    private readonly record struct Ratios(double Least, double Greatest)
    {
        public double Middle => Least.Equals(Greatest) ? Least : (Least + Greatest) / 2;

        public bool Overlaps(Ratios other) => Least <= other.Greatest && other.Least <= Greatest;

        public Ratios With(Ratios other) => new(Math.Max(Least, other.Least), Math.Min(Greatest, other.Greatest));
    }
}

/// <summary>The split-adjusted closes of one symbol.</summary>
public readonly ref struct CloseSeries(string symbol, ReadOnlySpan<int> days, ReadOnlySpan<double> closes)
{
    public string Symbol { get; } = symbol;

    /// <summary>Ascending days since 1970-01-01.</summary>
    public ReadOnlySpan<int> Days { get; } = days;

    public ReadOnlySpan<double> Closes { get; } = closes;

    public static CloseSeries Of(Bars bars, int symbol) =>
        new(bars.Symbols[symbol], bars.Days[bars.RowsOf(symbol)], bars.Close[bars.RowsOf(symbol)]);
}
