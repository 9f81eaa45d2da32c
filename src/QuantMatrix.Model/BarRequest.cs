namespace QuantMatrix.Model;

/// <summary>The sessions wanted of one symbol, both ends included; no <paramref name="From"/> means everything the source has.</summary>
public sealed record BarRequest(string Symbol, DateOnly? From, DateOnly To)
{
    /// <summary>Total-return closes too, where the source needs a further call for them.</summary>
    public bool WithAdjClose { get; init; }

    /// <summary>Total-return closes, splits and dividends too, where the source needs further calls for them; those that come with the bars are always told.</summary>
    public bool WithActions { get; init; }

    /// <summary>A provider that is not asked: whoever gives a second opinion must not be the first.</summary>
    public string? Except { get; init; }
}
