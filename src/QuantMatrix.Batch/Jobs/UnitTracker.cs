using QuantMatrix.Lake.Tables;
using QuantMatrix.MarketData;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Jobs;

/// <summary>The sessions that a live backfill requested and that are not stored yet, with the reason for each symbol.</summary>
internal sealed class UnitTracker(string job, string runId, DueBars due)
{
    private const string NoBar = "the response has no bar of this session";

    private readonly Dictionary<string, SortedSet<int>> missing = due.Missing.ToDictionary(m => m.Key, m => new SortedSet<int>(m.Value.Select(Day.Of)));
    private readonly Dictionary<string, (string State, string Reason)> states = [];
    private readonly HashSet<(string Symbol, string Date)> held = [];

    /// <summary>Takes over the failures of a response and the bars held back before the reconciliation.</summary>
    public void Add(Fetched part, IReadOnlyList<RejectedRow> heldBack)
    {
        foreach (var failure in part.Failures) states[failure.Symbol] = (OpenUnit.Failed, failure.Reason);
        held.UnionWith(heldBack.Select(h => (h.Symbol, h.Date)));
    }

    /// <summary>The state of the symbols that a commit decides, or that failed before it.</summary>
    public UnitChange After(Changes changes)
    {
        foreach (var decision in changes.Decisions.Where(d => !d.IsAccepted && d.Reason.Length > 0))
            states[decision.Symbol] = (decision.Outcome == Outcome.Refused ? OpenUnit.Failed : OpenUnit.Held, decision.Reason);
        held.UnionWith(changes.Held.Select(h => (h.Symbol, h.Date)));
        foreach (var accepted in changes.Decisions.Where(d => d.IsAccepted)) states.Remove(accepted.Symbol);
        foreach (var whole in changes.Decisions.Where(d => d.IsAccepted && d.FetchedFrom is not null && due.Oldest.ContainsKey(d.Symbol)))
            if (missing.TryGetValue(whole.Symbol, out var open)) open.RemoveWhere(day => day < OldestOf(whole.Symbol, changes.Inserted));
        foreach (var bars in new[] { changes.Inserted, changes.Replaced }) Remove(bars);
        return Of([.. changes.Decisions.Select(d => d.Symbol), .. states.Keys]);
    }

    /// <summary>The state of every symbol at the end: those for which nothing was due have no open unit.</summary>
    public UnitChange Final() => Of([.. due.Symbols]);

    private void Remove(Bars bars)
    {
        for (var s = 0; s < bars.Symbols.Count; s++)
            if (missing.TryGetValue(bars.Symbols[s], out var open))
            {
                var (days, first) = (bars.Days[bars.RowsOf(s)].ToArray(), bars.Days[bars.Starts[s]]);
                open.ExceptWith(days);
                if (!due.Oldest.ContainsKey(bars.Symbols[s])) open.RemoveWhere(day => day < first); // not listed before
            }
    }

    /// <summary>The first bar of a symbol that is stored now.</summary>
    private int OldestOf(string symbol, Bars inserted)
    {
        var (stored, index) = (Day.Of(due.Oldest[symbol]), inserted.IndexOf(symbol));
        return index < 0 ? stored : Math.Min(stored, inserted.Days[inserted.Starts[index]]);
    }

    private UnitChange Of(SortedSet<string> symbols) => new(job, symbols, due.Since,
        [.. symbols.Where(missing.ContainsKey).SelectMany(symbol => missing[symbol].Select(day => Unit(symbol, day)))]);

    private OpenUnit Unit(string symbol, int day)
    {
        var (state, reason) = held.Contains((symbol, Day.Text(day))) ? (OpenUnit.Held, $"in quarantine; ./run.sh quarantine show {symbol}")
            : states.TryGetValue(symbol, out var known) ? known : (OpenUnit.Missing, NoBar);
        return new(job, symbol, day, state, 1, reason, runId, runId);
    }
}
