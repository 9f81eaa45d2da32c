namespace QuantMatrix.Batch.Coverage;

/// <summary>The currently needed symbols by the number of sessions they are behind.</summary>
/// <param name="Symbols">The total of the other counts.</param>
internal sealed record Freshness(int Symbols)
{
    /// <summary>With a bar of the last session.</summary>
    public int Current { get; init; }

    public int OneBehind { get; init; }

    public int TwoToFiveBehind { get; init; }

    public int MoreBehind { get; init; }

    public int WithoutBars { get; init; }

    /// <summary>The newest bar of any symbol; null without one.</summary>
    public DateOnly? NewestBar { get; init; }

    public static Freshness Of(IReadOnlyCollection<SymbolSessions> symbols, SessionWindow window)
    {
        var behind = symbols.Where(s => s.Newest is not null).Select(s => window.Behind(s.Newest!.Value)).ToList();
        return new(symbols.Count)
        {
            Current = behind.Count(b => b == 0),
            OneBehind = behind.Count(b => b == 1),
            TwoToFiveBehind = behind.Count(b => b is >= 2 and <= 5),
            MoreBehind = behind.Count(b => b > 5),
            WithoutBars = symbols.Count - behind.Count,
            NewestBar = symbols.Max(s => s.Newest),
        };
    }
}
