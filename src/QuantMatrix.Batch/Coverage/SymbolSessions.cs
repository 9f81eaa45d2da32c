namespace QuantMatrix.Batch.Coverage;

/// <summary>The sessions of one symbol in the window.</summary>
/// <remarks>
/// A symbol is listed from its first bar, or from its first quarantined row: that is a gap, not a time before the listing.
/// A symbol without any bar is expected over the whole window, since its listing date is unknown.
/// </remarks>
internal sealed class SymbolSessions
{
    private readonly bool[] stored;
    private readonly bool[] quarantined;

    public SymbolSessions(string symbol, CoverageInputs inputs)
    {
        var (window, held) = (inputs.Window, inputs.Stored.GetValueOrDefault(symbol));
        Symbol = symbol;
        stored = Marks(held?.Places ?? [], window.Count);
        quarantined = Marks(inputs.Quarantined[symbol], window.Count);
        Newest = held?.Newest;
        Listed = held is null ? 0 : inputs.Quarantined[symbol].Append(window.PlaceFrom(held.Oldest)).Min();
    }

    public string Symbol { get; }

    /// <summary>Place of the first session with the symbol listed.</summary>
    public int Listed { get; }

    /// <summary>The newest bar up to the end of the window.</summary>
    public DateOnly? Newest { get; }

    public bool IsStored(int place) => stored[place];

    /// <summary>Counts the sessions of a symbol that is needed up to a place.</summary>
    public SessionCount Until(int end)
    {
        var listed = Math.Min(Listed, end);
        var (held, gaps) = (0, 0);
        for (var place = listed; place < end; place++)
            if (stored[place]) held++;
            else if (quarantined[place]) gaps++;
        return new()
        {
            Symbols = 1, Expected = end - listed, Stored = held, MissingQuarantined = gaps, ExcusedNotListed = listed, ExcusedLeft = stored.Length - end,
        };
    }

    private static bool[] Marks(IEnumerable<int> places, int count)
    {
        var marks = new bool[count];
        foreach (var place in places) marks[place] = true;
        return marks;
    }
}

/// <summary>Expected, stored, missing and excused sessions of one or more symbols.</summary>
/// <remarks>Sessions of the window × symbols = expected + excused; expected = stored + missing.</remarks>
internal sealed record SessionCount
{
    public int Symbols { get; init; }

    public long Expected { get; init; }

    public long Stored { get; init; }

    public long Missing => Expected - Stored;

    /// <summary>Missing sessions with a row in quarantine.</summary>
    public long MissingQuarantined { get; init; }

    public long Excused => ExcusedNotListed + ExcusedLeft;

    /// <summary>Before the symbol's first bar.</summary>
    public long ExcusedNotListed { get; init; }

    /// <summary>After the symbol left.</summary>
    public long ExcusedLeft { get; init; }

    /// <summary>Truncated to hundredths, so that a gap never shows as 100 percent. Null when nothing is expected.</summary>
    public double? Pct => Expected == 0 ? null : Stored * 10_000 / Expected / 100.0;

    public static SessionCount operator +(SessionCount a, SessionCount b) => new()
    {
        Symbols = a.Symbols + b.Symbols,
        Expected = a.Expected + b.Expected,
        Stored = a.Stored + b.Stored,
        MissingQuarantined = a.MissingQuarantined + b.MissingQuarantined,
        ExcusedNotListed = a.ExcusedNotListed + b.ExcusedNotListed,
        ExcusedLeft = a.ExcusedLeft + b.ExcusedLeft,
    };
}
