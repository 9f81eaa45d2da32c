using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Apache.Arrow;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Indicators;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Ranks symbols among the index members of each session.</summary>
internal sealed class RankComputation(SymbolParts parts, MarketContext market, IndexMembers members)
{
    private static readonly Catalogue Scores = Catalogue.Standard.Only("rs_score");

    /// <summary>Ranks the newest sessions of some symbols.</summary>
    /// <param name="symbols">Those of them that never were members have no rank.</param>
    /// <param name="keep">Newest sessions of each to rank.</param>
    public async Task<ComputedRanks> RanksAsync(IReadOnlySet<string> symbols, int keep, IProgress<JobProgress> progress, CancellationToken ct)
    {
        var (kept, scores) = (new HashSet<int>(), new List<SymbolScores>());
        await AddAsync(parts.StayInMemory ? symbols : symbols.Where(IsMember), again: true);
        await AddAsync(members.Symbols.Except(symbols), again: false);
        return new(Ranks(scores, kept), Hash(scores));

        // Other members apart, so that the parts of the symbols, whose bars may stay in memory, are those of the pass that follows.
        async Task AddAsync(IEnumerable<string> of, bool again)
        {
            string[] sorted = [.. of.Order(StringComparer.Ordinal)];
            await foreach (var (days, own) in parts.SelectAsync(sorted, again, () => new Engine(Scores, market), Compute, progress, ct))
            {
                kept.UnionWith(days);
                scores.AddRange(own);
            }
        }

        (HashSet<int>, List<SymbolScores>) Compute(Engine engine, Bars bars, string[] _) =>
            (KeptDays(bars, symbols, keep), ScoresOf(engine, bars));
    }

    private bool IsMember(string symbol) => members.Of(symbol).Count > 0;

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

    /// <summary>The newest days of each of some symbols that was a member.</summary>
    private HashSet<int> KeptDays(Bars bars, IReadOnlySet<string> symbols, int keep)
    {
        var kept = new HashSet<int>();
        for (var s = 0; s < bars.Symbols.Count; s++)
            if (IsMember(bars.Symbols[s]) && symbols.Contains(bars.Symbols[s]))
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
            if (!IsMember(bars.Symbols[first])) continue;
            while (end < bars.Symbols.Count && IsMember(bars.Symbols[end])) end++;
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

    /// <summary>A symbol's score on each day on which it has one and is a member.</summary>
    private sealed record SymbolScores(string Symbol, List<int> Days, List<double> Scores);
}

/// <summary>Ranks among the members of each session.</summary>
/// <param name="Scores">A hash of the scores of all members on all days, from which any rank is made.</param>
internal sealed record ComputedRanks(SessionRanks Ranks, string Scores);
