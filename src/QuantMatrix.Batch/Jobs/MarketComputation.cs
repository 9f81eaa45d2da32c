using Apache.Arrow;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Indicators;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Jobs;

/// <summary>The pass over all symbols that values across symbols need: ranks of the sessions kept, and breadth.</summary>
internal sealed class MarketComputation(SymbolParts parts, MarketContext market, IndexMembers members, IReadOnlySet<string> tracked)
{
    private static readonly Catalogue Scores = Catalogue.Standard.Only("rs_score"), Breadth = Catalogue.Standard.Only(BreadthCounter.Columns);

    /// <param name="keep">Newest sessions of each tracked symbol to rank; 0 for none.</param>
    /// <param name="breadthFrom">First day of breadth, since 1970-01-01; null for none.</param>
    public async Task<MarketResult> RunAsync(int keep, int? breadthFrom, IProgress<JobProgress> progress, CancellationToken ct)
    {
        var (scores, breadth) = (new List<SymbolScores>(), new BreadthCounter());
        if (keep == 0 && breadthFrom is null) return new(null, []);
        await AddAsync(tracked, again: keep > 0);
        await AddAsync(members.Symbols.Except(tracked), again: false);
        return new(keep == 0 ? null : Ranks(scores, keep), breadth.Rows());

        // Other members apart, so that the parts of the tracked symbols, whose bars are kept, are those of the pass that follows.
        async Task AddAsync(IEnumerable<string> of, bool again)
        {
            string[] symbols = [.. of.Order(StringComparer.Ordinal)];
            if (symbols.Length == 0) return;
            await foreach (var part in parts.SelectAsync(symbols, again, NewWorkers, Compute, progress, ct))
            {
                scores.AddRange(part.Scores);
                if (part.Breadth is { } batch)
                    using (batch) breadth.Add(batch, breadthFrom!.Value, IntervalsOf);
            }
        }

        Workers NewWorkers() => new(new(Scores, market), new(Breadth, market));

        Part Compute(Workers workers, Bars bars, string[] _) => new(
            keep == 0 ? [] : ScoresOf(workers.Scores, bars),
            breadthFrom is { } from && Newest(bars, from) is > 0 and var rows ? workers.Breadth.Compute(bars, rows) : null);
    }

    /// <summary>The memberships of a symbol; a tracked one that never was a member belongs to the tracked universe on every day.</summary>
    private IReadOnlyList<IndexInterval> IntervalsOf(string symbol) => members.Of(symbol) is { Count: > 0 } own ? own
        : tracked.Contains(symbol) ? [new(MarketBreadth.All, int.MinValue, int.MaxValue)] : [];

    /// <summary>Ranks each session that a tracked symbol keeps among the members of that session.</summary>
    private SessionRanks Ranks(List<SymbolScores> series, int keep)
    {
        var kept = series.Where(s => tracked.Contains(s.Symbol)).SelectMany(s => s.Days.Skip(s.Days.Length - Math.Min(keep, s.Days.Length))).ToHashSet();
        var sessions = kept.ToDictionary(day => day, _ => new List<(string, double)>());
        foreach (var (symbol, days, scores) in series)
        {
            var own = members.Of(symbol);
            for (var i = 0; i < days.Length; i++)
                if (!double.IsNaN(scores[i]) && sessions.TryGetValue(days[i], out var session) && own.Any(m => m.From <= days[i] && days[i] <= m.Until))
                    session.Add((symbol, scores[i]));
        }
        return new(sessions.OrderBy(s => s.Key));
    }

    private static List<SymbolScores> ScoresOf(Engine engine, Bars bars)
    {
        using var batch = engine.Compute(bars, int.MaxValue);
        var days = ((Date32Array)batch.Column(1)).Values;
        var scores = ((DoubleArray)batch.Column(batch.ColumnCount - 1)).Values;
        var series = new List<SymbolScores>();
        for (int s = 0, row = 0; s < bars.Symbols.Count; s++)
        {
            var end = row + bars.Starts[s + 1] - bars.Starts[s];
            series.Add(new(bars.Symbols[s], days[row..end].ToArray(), scores[row..end].ToArray()));
            row = end;
        }
        return series;
    }

    /// <summary>The most rows that any symbol has from a day on.</summary>
    private static int Newest(Bars bars, int from)
    {
        var most = 0;
        for (var s = 0; s < bars.Symbols.Count; s++)
        {
            var at = bars.Days[bars.RowsOf(s)].BinarySearch(from);
            most = Math.Max(most, bars.Starts[s + 1] - bars.Starts[s] - (at < 0 ? ~at : at));
        }
        return most;
    }

    private sealed record Workers(Engine Scores, Engine Breadth);

    private sealed record Part(List<SymbolScores> Scores, RecordBatch? Breadth);

    /// <summary>A symbol's score on each of its days.</summary>
    private sealed record SymbolScores(string Symbol, int[] Days, double[] Scores);
}

/// <summary>What the pass found.</summary>
/// <param name="Ranks">Null when none were requested.</param>
internal sealed record MarketResult(SessionRanks? Ranks, IReadOnlyList<MarketBreadth> Breadth);
