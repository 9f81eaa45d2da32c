using QuantMatrix.Model;

namespace QuantMatrix.Reconcile;

/// <summary>Finds valid but suspicious bars: on a day without a session, without volume, with unchanged prices for days, or after a price step.</summary>
public sealed class BarQualityChecks(SessionCalendar calendar, BarQualityOptions options)
{
    public QualityReport Check(Bars bars)
    {
        var report = new Findings(bars);
        for (var s = 0; s < bars.Symbols.Count; s++)
            for (int i = bars.Starts[s], flat = 1; i < bars.Starts[s + 1]; i++)
            {
                flat = i > bars.Starts[s] && HaveSamePrices(bars, i - 1, i) ? flat + 1 : 1;
                if (!calendar.IsSession(Day.Date(bars.Days[i]))) report.Add(options.NoSession, "a day without a session", s, i);
                if (bars.Volume[i] == 0) report.Add(options.ZeroVolume, "no volume", s, i);
                if (i > bars.Starts[s] && options.IsStep(bars.Close[i] / bars.Close[i - 1]))
                    report.Add(BarSeverity.Warn, $"{bars.Symbols[s]}: price step without a split in the file", s, i);
                if (flat == options.FlatPricesSessions) report.Add(options.FlatPrices, $"{flat} sessions with the same four prices", s, i);
            }
        return report.Build();
    }

    private static bool HaveSamePrices(Bars bars, int a, int b) =>
        bars.Close[a] == bars.Close[b] && bars.Open[a] == bars.Open[b] && bars.High[a] == bars.High[b] && bars.Low[a] == bars.Low[b];

    private sealed class Findings(Bars bars)
    {
        private readonly SortedDictionary<string, QualityWarning> warnings = new(StringComparer.Ordinal);
        private readonly SortedDictionary<int, RejectedRow> held = [];

        public void Add(BarSeverity severity, string what, int symbol, int row)
        {
            if (severity == BarSeverity.Off) return;
            var name = bars.Symbols[symbol];
            var known = warnings.GetValueOrDefault(what, new(what, 0, $"{name} {Day.Text(bars.Days[row])}"));
            warnings[what] = known with { Bars = known.Bars + 1 };
            if (severity == BarSeverity.Hold) held.TryAdd(row, HeldBar.Of(bars, name, row, what));
        }

        public QualityReport Build() => new(held.Count == 0 ? bars : Without(), [.. held.Values], [.. warnings.Values]);

        private Bars Without()
        {
            var kept = new BarsBuilder(bars.Count);
            for (var s = 0; s < bars.Symbols.Count; s++)
                for (int i = bars.Starts[s], start = i; i <= bars.Starts[s + 1]; i++)
                    if (i == bars.Starts[s + 1] || held.ContainsKey(i))
                    {
                        kept.Add(bars, s, start..i);
                        start = i + 1;
                    }
            return kept.Build();
        }
    }
}

/// <summary>What the quality checks found.</summary>
/// <param name="Passed">The bars that may be stored.</param>
/// <param name="Held">The others, as rows of the quarantine.</param>
/// <param name="Warnings">One per kind, in ordinal order.</param>
public sealed record QualityReport(Bars Passed, IReadOnlyList<RejectedRow> Held, IReadOnlyList<QualityWarning> Warnings);

/// <summary>The number of suspicious bars of one kind.</summary>
/// <param name="First">Symbol and date of the first of them.</param>
public sealed record QualityWarning(string What, long Bars, string First);

/// <summary>The severity of each quality check.</summary>
public sealed record BarQualityOptions
{
    public BarSeverity NoSession { get; init; } = BarSeverity.Hold;

    public BarSeverity ZeroVolume { get; init; } = BarSeverity.Warn;

    public BarSeverity FlatPrices { get; init; } = BarSeverity.Warn;

    /// <summary>The close-to-close move, as a fraction, above which a bar is reported; null reports none.</summary>
    public double? PriceStep { get; init; }

    /// <summary>Consecutive sessions with the same open, high, low and close that make one finding.</summary>
    public int FlatPricesSessions { get; init; } = 5;

    /// <summary>Whether closes move above <see cref="PriceStep"/>, or within 4 % of the ratio of a 2:1 or 3:2 split.</summary>
    internal bool IsStep(double ratio)
    {
        const double tolerance = 0.04, twoForOne = 1.0 / 2, threeForTwo = 2.0 / 3;
        return PriceStep is { } limit
            && (Math.Abs(ratio - 1) > limit || Math.Abs(ratio / twoForOne - 1) <= tolerance || Math.Abs(ratio / threeForTwo - 1) <= tolerance);
    }
}

/// <summary>What happens to a suspicious bar.</summary>
public enum BarSeverity
{
    Off,

    /// <summary>Stored and reported.</summary>
    Warn,

    /// <summary>Held in quarantine until an operator releases it.</summary>
    Hold,
}
