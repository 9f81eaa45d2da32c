using QuantMatrix.Indicators;
using QuantMatrix.Model;
using QuantMatrix.Publish;

namespace QuantMatrix.Batch.Jobs;

/// <summary>When symbols were members of indices; the first stored list of an index also counts for the days before it.</summary>
internal sealed class IndexMembers
{
    private readonly Dictionary<string, List<IndexInterval>> intervals;

    public IndexMembers(IReadOnlyList<Membership> memberships)
    {
        Began = memberships.GroupBy(m => m.Index).ToDictionary(g => g.Key, g => g.Min(m => m.FirstSeen));
        intervals = memberships.GroupBy(m => m.Symbol).ToDictionary(g => g.Key, g => g.Select(m => new IndexInterval(m.Index,
            m.FirstSeen == Began[m.Index] ? int.MinValue : Day.Of(m.FirstSeen), m.BecameInactive is { } left ? Day.Of(left) - 1 : int.MaxValue)).ToList());
    }

    /// <summary>The day of each index's first stored list.</summary>
    public IReadOnlyDictionary<string, DateOnly> Began { get; }

    /// <summary>Every symbol that ever was a member.</summary>
    public IEnumerable<string> Symbols => intervals.Keys;

    /// <summary>All memberships as text.</summary>
    public static string TextOf(IEnumerable<Membership> memberships) =>
        string.Join('\n', memberships.Select(m => $"{m.Index} {m.Symbol} {m.FirstSeen:O} {m.BecameInactive:O}"));

    /// <summary>The memberships that breadth counts: a tracked symbol that never was a member belongs to the tracked universe on every day.</summary>
    public IReadOnlyList<IndexInterval> CountedOf(string symbol, IReadOnlySet<string> tracked) => Of(symbol) is { Count: > 0 } own ? own
        : tracked.Contains(symbol) ? [new(MarketBreadth.All, int.MinValue, int.MaxValue)] : [];

    /// <summary>The memberships of a symbol; empty for one that never was a member.</summary>
    public IReadOnlyList<IndexInterval> Of(string symbol) => intervals.GetValueOrDefault(symbol) ?? [];
}
