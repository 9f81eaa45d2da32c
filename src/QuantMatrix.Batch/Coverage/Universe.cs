using QuantMatrix.Publish;

namespace QuantMatrix.Batch.Coverage;

/// <summary>Whose bars are needed: by index, and until when.</summary>
/// <remarks>
/// A symbol is needed until it has left for good. Since when it is a member does not matter: indicators need an unbroken series.
/// For a snapshot it matters, since one is taken of the members of the day. Only the lists everything began with do not tell
/// since when their symbols were members: those reach back.
/// </remarks>
internal sealed class Universe
{
    public const string Portfolio = "portfolio";
    public const string Benchmark = "benchmark";

    private readonly SessionWindow window;
    private readonly ILookup<string, Membership> memberships;
    private readonly HashSet<string> always, portfolio;

    public Universe(CoverageFacts facts)
    {
        window = facts.Window;
        memberships = facts.Memberships.ToLookup(m => m.Symbol);
        (always, portfolio) = ([.. facts.Portfolio, facts.Benchmark], [.. facts.Portfolio]);
        Began = facts.Memberships.Min(m => (DateOnly?)m.FirstSeen);
        var groups = facts.Memberships.GroupBy(m => m.Index).ToDictionary(g => g.Key, g => Ends(g.Select(m => (m.Symbol, End(m)))));
        groups[Portfolio] = Ends(facts.Portfolio.Select(s => (s, window.Count)));
        groups[Benchmark] = Ends(groups.Values.All(g => g.Count == 0) ? [] : [(facts.Benchmark, window.Count)]);
        (Groups, All) = (groups, Ends(groups.Values.SelectMany(g => g.Select(e => (e.Key, e.Value)))));
    }

    /// <summary>The first day a member list was seen; null when none was.</summary>
    public DateOnly? Began { get; }

    /// <summary>The symbols of each index, the portfolio and the benchmark, each with the place of the first session it is no longer needed.</summary>
    public IReadOnlyDictionary<string, Dictionary<string, int>> Groups { get; }

    /// <summary>Every symbol once; none when there is nothing but a benchmark.</summary>
    public IReadOnlyDictionary<string, int> All { get; }

    public bool IsEmpty => All.Count == 0;

    /// <summary>Whether a symbol was followed, so that a snapshot of it was due, session by session.</summary>
    public bool[] Followed(string symbol)
    {
        var followed = new bool[window.Count];
        if (always.Contains(symbol)) followed.AsSpan().Fill(true);
        foreach (var member in memberships[symbol]) followed.AsSpan(Math.Min(Start(member), End(member))..End(member)).Fill(true);
        return followed;
    }

    /// <summary>Whether a snapshot is taken of a symbol that is followed: of all of them, or, once there is a portfolio, of that; which was held before nobody knows.</summary>
    public bool IsRecorded(string symbol, int place) => portfolio.Count == 0 || (portfolio.Contains(symbol) && place == window.Count - 1);

    private int Start(Membership member) => member.FirstSeen == Began ? 0 : window.PlaceFrom(member.FirstSeen);

    private int End(Membership member) => member.BecameInactive is { } left ? window.PlaceFrom(left) : window.Count;

    /// <summary>Who left before the window is not in it.</summary>
    private static Dictionary<string, int> Ends(IEnumerable<(string Symbol, int End)> ends) =>
        ends.GroupBy(e => e.Symbol, e => e.End).Where(g => g.Max() > 0).ToDictionary(g => g.Key, g => g.Max());
}
