namespace QuantMatrix.Batch.Coverage;

/// <summary>One symbol's sessions in the window.</summary>
/// <remarks>
/// A symbol is listed from its first bar on, or from its first refused row: that is a hole, not a time before the listing.
/// One without any bar is expected whole, since nobody knows that it was not listed.
/// </remarks>
internal sealed class SymbolSessions
{
    private readonly bool[] stored;
    private readonly bool[] refused;

    public SymbolSessions(string symbol, CoverageFacts facts)
    {
        var (window, held) = (facts.Window, facts.Stored.GetValueOrDefault(symbol));
        Symbol = symbol;
        stored = Marks(held?.Places ?? [], window.Count);
        refused = Marks(facts.Refused[symbol], window.Count);
        Newest = held?.Newest;
        Listed = held is null ? 0 : facts.Refused[symbol].Append(window.PlaceFrom(held.Oldest)).Min();
    }

    public string Symbol { get; }

    /// <summary>Place of the first session with the symbol listed.</summary>
    public int Listed { get; }

    /// <summary>Newest bar up to the end of the window.</summary>
    public DateOnly? Newest { get; }

    public bool IsStored(int place) => stored[place];

    /// <summary>The symbol's sessions when it is needed up to a place.</summary>
    public SessionCount Until(int end)
    {
        var listed = Math.Min(Listed, end);
        var (held, holes) = (0, 0);
        for (var place = listed; place < end; place++)
            if (stored[place]) held++;
            else if (refused[place]) holes++;
        return new()
        {
            Symbols = 1, Expected = end - listed, Stored = held, MissingQuarantined = holes, ExcusedNotListed = listed, ExcusedLeft = stored.Length - end,
        };
    }

    private static bool[] Marks(IEnumerable<int> places, int count)
    {
        var marks = new bool[count];
        foreach (var place in places) marks[place] = true;
        return marks;
    }
}
