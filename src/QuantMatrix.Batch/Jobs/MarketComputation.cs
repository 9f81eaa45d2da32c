using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
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
        var (kept, scores, breadth) = (new HashSet<int>(), new List<SymbolScores>(), new BreadthCounter());
        if (keep == 0 && breadthFrom is null) return new(null, "", []);
        await AddAsync(tracked, again: keep > 0);
        await AddAsync(members.Symbols.Except(tracked), again: false);
        return keep == 0 ? new(null, "", breadth.Rows()) : new(Ranks(scores, kept), Hash(scores), breadth.Rows());

        // Other members apart, so that the parts of the tracked symbols, whose bars are kept, are those of the pass that follows.
        async Task AddAsync(IEnumerable<string> of, bool again)
        {
            string[] symbols = [.. of.Order(StringComparer.Ordinal)];
            if (symbols.Length == 0) return;
            await foreach (var part in parts.SelectAsync(symbols, again, NewWorkers, Compute, progress, ct))
            {
                kept.UnionWith(part.Kept);
                scores.AddRange(part.Scores);
                if (part.Breadth is { } batch)
                    using (batch) breadth.Add(batch, breadthFrom!.Value, IntervalsOf);
            }
        }

        Workers NewWorkers() => new(new(Scores, market), new(Breadth, market));

        Part Compute(Workers workers, Bars bars, string[] _) => new(
            keep == 0 ? new HashSet<int>() : KeptDays(bars, keep), keep == 0 ? [] : ScoresOf(workers.Scores, bars),
            breadthFrom is { } from && Newest(bars, from) is > 0 and var rows ? workers.Breadth.Compute(bars, rows) : null);
    }

    /// <summary>The memberships of a symbol; a tracked one that never was a member belongs to the tracked universe on every day.</summary>
    private IReadOnlyList<IndexInterval> IntervalsOf(string symbol) => members.Of(symbol) is { Count: > 0 } own ? own
        : tracked.Contains(symbol) ? [new(MarketBreadth.All, int.MinValue, int.MaxValue)] : [];

    /// <summary>Ranks each of some sessions among the members of that session.</summary>
    private static SessionRanks Ranks(List<SymbolScores> series, HashSet<int> kept)
    {
        var sessions = kept.ToDictionary(day => day, _ => new List<(string, double)>());
        foreach (var (symbol, days, scores) in series)
            for (var i = 0; i < days.Count; i++)
                if (sessions.TryGetValue(days[i], out var session)) session.Add((symbol, scores[i]));
        return new(sessions.OrderBy(s => s.Key));
    }

    /// <summary>Of every score, in symbol order.</summary>
    private static string Hash(List<SymbolScores> series)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (symbol, days, scores) in series.OrderBy(s => s.Symbol, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{symbol} {days.Count} "));
            hash.AppendData(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(days)));
            hash.AppendData(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(scores)));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The newest days of each tracked symbol.</summary>
    private HashSet<int> KeptDays(Bars bars, int keep)
    {
        var kept = new HashSet<int>();
        for (var s = 0; s < bars.Symbols.Count; s++)
            if (tracked.Contains(bars.Symbols[s]))
                foreach (var day in bars.Days[Math.Max(bars.Starts[s], bars.Starts[s + 1] - keep)..bars.Starts[s + 1]]) kept.Add(day);
        return kept;
    }

    /// <summary>The scores of members, each run of neighbors computed together: a universe may hold many symbols that never were one.</summary>
    private List<SymbolScores> ScoresOf(Engine engine, Bars bars)
    {
        var series = new List<SymbolScores>();
        for (int first = 0, end; first < bars.Symbols.Count; first = end)
        {
            end = first + 1;
            if (members.Of(bars.Symbols[first]).Count == 0) continue;
            while (end < bars.Symbols.Count && members.Of(bars.Symbols[end]).Count > 0) end++;
            using var batch = engine.Compute(bars, first..end, int.MaxValue);
            var scores = ((DoubleArray)batch.Column(batch.ColumnCount - 1)).Values;
            for (int s = first, row = 0; s < end; row += bars.Starts[s + 1] - bars.Starts[s], s++) series.Add(WhileMember(bars, s, scores[row..]));
        }
        return series;
    }

    /// <param name="scores">Of the symbol's rows, and more.</param>
    private SymbolScores WhileMember(Bars bars, int symbol, ReadOnlySpan<double> scores)
    {
        var found = new SymbolScores(bars.Symbols[symbol], [], []);
        var own = members.Of(found.Symbol);
        var days = bars.Days[bars.RowsOf(symbol)];
        for (var i = 0; i < days.Length; i++)
        {
            var day = days[i];
            if (double.IsNaN(scores[i]) || !own.Any(m => m.From <= day && day <= m.Until)) continue;
            found.Days.Add(day);
            found.Scores.Add(scores[i]);
        }
        return found;
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

    private sealed record Part(IReadOnlySet<int> Kept, List<SymbolScores> Scores, RecordBatch? Breadth);

    /// <summary>A symbol's score on each day on which it has one and is a member.</summary>
    private sealed record SymbolScores(string Symbol, List<int> Days, List<double> Scores);
}

/// <summary>What the pass found.</summary>
/// <param name="Ranks">Null when none were requested.</param>
/// <param name="Scores">A hash of the scores of all members on all days, from which any rank is made; empty without ranks.</param>
internal sealed record MarketResult(SessionRanks? Ranks, string Scores, IReadOnlyList<MarketBreadth> Breadth);
