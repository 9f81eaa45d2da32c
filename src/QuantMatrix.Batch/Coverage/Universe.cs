using QuantMatrix.MarketData.Replay;
using QuantMatrix.Publish;

namespace QuantMatrix.Batch.Coverage;

/// <summary>The symbols whose bars are needed, by index, each with the session it is needed until.</summary>
/// <remarks>
/// A symbol is needed until it leaves its last index. The day it joined does not matter for bars, because indicators need an unbroken
/// series. It matters for snapshots, which are taken of the members of the day. The first member lists carry no join dates, so their
/// members count from the start of the window.
/// </remarks>
internal sealed class Universe
{
    public const string Portfolio = "portfolio";
    public const string Benchmark = "benchmark";

    private readonly SessionWindow window;
    private readonly ILookup<string, Membership> memberships;
    private readonly HashSet<string> always, portfolio;

    public Universe(CoverageInputs inputs)
    {
        window = inputs.Window;
        memberships = inputs.Memberships.ToLookup(m => m.Symbol);
        (always, portfolio) = ([.. inputs.Portfolio, inputs.Benchmark], [.. inputs.Portfolio]);
        Began = inputs.Memberships.Min(m => (DateOnly?)m.FirstSeen);
        var groups = inputs.Memberships.GroupBy(m => m.Index).ToDictionary(g => g.Key, g => Ends(g.Select(m => (m.Symbol, End(m)))));
        if (groups.TryGetValue(ReplayFolder.IndexName, out var folder))
            foreach (var symbol in inputs.Refused) folder.TryAdd(symbol, window.Count);
        groups[Portfolio] = Ends(inputs.Portfolio.Select(s => (s, window.Count)));
        groups[Benchmark] = Ends(groups.Values.All(g => g.Count == 0) ? [] : [(inputs.Benchmark, window.Count)]);
        (Groups, All) = (groups, Ends(groups.Values.SelectMany(g => g.Select(e => (e.Key, e.Value)))));
    }

    /// <summary>The first day a member list was stored; null without one.</summary>
    public DateOnly? Began { get; }

    /// <summary>The symbols of each index, the portfolio and the benchmark, each with the place of the first session it is no longer needed for.</summary>
    public IReadOnlyDictionary<string, Dictionary<string, int>> Groups { get; }

    /// <summary>Every symbol once; empty when only the benchmark is left.</summary>
    public IReadOnlyDictionary<string, int> All { get; }

    public bool IsEmpty => All.Count == 0;

    /// <summary>Session by session, whether a symbol was tracked, so that a snapshot of it was due.</summary>
    public bool[] Tracked(string symbol)
    {
        var tracked = new bool[window.Count];
        if (always.Contains(symbol)) tracked.AsSpan().Fill(true);
        foreach (var member in memberships[symbol]) tracked.AsSpan(Math.Min(Start(member), End(member))..End(member)).Fill(true);
        return tracked;
    }

    /// <summary>Whether a snapshot of a tracked symbol is due. With a portfolio only its symbols are recorded, and past holdings are unknown.</summary>
    public bool IsRecorded(string symbol, int place) => portfolio.Count == 0 || (portfolio.Contains(symbol) && place == window.Count - 1);

    private int Start(Membership member) => member.FirstSeen == Began ? 0 : window.PlaceFrom(member.FirstSeen);

    private int End(Membership member) => member.BecameInactive is { } left ? window.PlaceFrom(left) : window.Count;

    /// <summary>Symbols that left before the window are omitted.</summary>
    private static Dictionary<string, int> Ends(IEnumerable<(string Symbol, int End)> ends) =>
        ends.GroupBy(e => e.Symbol, e => e.End).Where(g => g.Max() > 0).ToDictionary(g => g.Key, g => g.Max());
}
