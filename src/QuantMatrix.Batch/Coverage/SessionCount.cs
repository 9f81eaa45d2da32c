namespace QuantMatrix.Batch.Coverage;

/// <summary>What is expected of some symbols and what is there of it.</summary>
/// <remarks>Sessions of the window × symbols = expected + excused; expected = stored + missing.</remarks>
internal sealed record SessionCount
{
    public int Symbols { get; init; }
    public long Expected { get; init; }
    public long Stored { get; init; }
    public long Missing => Expected - Stored;

    /// <summary>Those of the missing that came and were refused: holes like the others, with a reason.</summary>
    public long MissingQuarantined { get; init; }

    public long Excused => ExcusedNotListed + ExcusedLeft;

    /// <summary>Before the symbol's first bar.</summary>
    public long ExcusedNotListed { get; init; }

    /// <summary>After the symbol left.</summary>
    public long ExcusedLeft { get; init; }

    /// <summary>Hundredths are cut, not rounded, so that a hole is never 100 percent. Null when nothing is expected.</summary>
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
