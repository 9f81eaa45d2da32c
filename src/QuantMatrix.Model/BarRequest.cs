namespace QuantMatrix.Model;

/// <summary>Sessions of one symbol to fetch, both ends included; without <paramref name="From"/> everything the source has.</summary>
/// <param name="To">The newest session due.</param>
public sealed record BarRequest(string Symbol, DateOnly? From, DateOnly To)
{
    /// <summary>ISO code of the currency the listing must be quoted in.</summary>
    public string Currency { get; init; } = "USD";

    /// <summary>Include splits and dividends even if they cost further calls; those that come with the bars are always returned.</summary>
    public bool WithActions { get; init; }

    /// <summary>One window of a longer history: without the others it is not a whole response.</summary>
    public bool IsPart { get; init; }

    /// <summary>The provider to ask first, before the usual order: the one that the stored bars come from.</summary>
    public string? Prefer { get; init; }

    /// <summary>A provider to skip: a second opinion must come from another one.</summary>
    public string? Except { get; init; }
}
