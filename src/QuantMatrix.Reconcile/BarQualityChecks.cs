using QuantMatrix.Model;

namespace QuantMatrix.Reconcile;

/// <summary>Looks at bars that keep the rules and still look wrong: on a day without a session, without trade, or without any movement for days.</summary>
public sealed class BarQualityChecks(SessionCalendar calendar, BarQualityOptions options)
{
    private readonly SortedDictionary<string, (long Bars, string First)> warnings = new(StringComparer.Ordinal);

    /// <summary>One line a kind, with how many bars and the first of them.</summary>
    public IReadOnlyList<string> Warnings => [.. warnings.Select(w => $"{w.Key}: {w.Value.Bars:N0} {(w.Value.Bars == 1 ? "bar" : "bars")}, first {w.Value.First}")];

    /// <summary>The bars that may be stored.</summary>
    /// <param name="held">Takes the others.</param>
    public Bars Sift(Bars bars, List<RejectedRow> held)
    {
        var waiting = new HashSet<int>();
        for (var s = 0; s < bars.Symbols.Count; s++)
        {
            var (symbol, still) = (bars.Symbols[s], 0);
            for (var i = bars.Starts[s]; i < bars.Starts[s + 1]; i++)
            {
                if (options.NoSession != BarSeverity.Off && !IsSession(bars.Days[i])) Note(options.NoSession, "a day without a session", i);
                if (options.ZeroVolume != BarSeverity.Off && bars.Volume[i] == 0) Note(options.ZeroVolume, "no volume", i);
                still = i > bars.Starts[s] && IsSame(bars, i - 1, i) ? still + 1 : 0;
                if (options.FlatPrices != BarSeverity.Off && still + 1 == options.FlatPricesSessions) Note(options.FlatPrices, $"{options.FlatPricesSessions} sessions with the same four prices", i);
            }

            void Note(BarSeverity severity, string what, int row)
            {
                var known = warnings.GetValueOrDefault(what, (0, $"{symbol} {Day.Text(bars.Days[row])}"));
                warnings[what] = (known.Item1 + 1, known.Item2);
                if (severity == BarSeverity.Hold && waiting.Add(row)) held.Add(HeldBar.Of(bars, symbol, row, what));
            }
        }
        return waiting.Count == 0 ? bars : Without(bars, waiting);
    }

    private bool IsSession(int day) => calendar.SessionsBefore(day + 1) > calendar.SessionsBefore(day);

    private static bool IsSame(Bars bars, int a, int b) =>
        bars.Close[a] == bars.Close[b] && bars.Open[a] == bars.Open[b] && bars.High[a] == bars.High[b] && bars.Low[a] == bars.Low[b];

    private static Bars Without(Bars bars, HashSet<int> rows)
    {
        var kept = new BarsBuilder(bars.Count);
        for (var s = 0; s < bars.Symbols.Count; s++)
            for (int i = bars.Starts[s], start = i; i <= bars.Starts[s + 1]; i++)
                if (i == bars.Starts[s + 1] || rows.Contains(i))
                {
                    kept.Add(bars, s, start..i);
                    start = i + 1;
                }
        return kept.Build();
    }
}
