namespace QuantMatrix.Indicators;

/// <summary>Where Weinstein's stages begin and end.</summary>
public sealed record StageThresholds
{
    /// <summary>Percent over five weeks within which the 30-week average counts as flat.</summary>
    public double FlatBand { get; init; } = 1.0;

    /// <summary>Weeks over which relative strength must have risen, where it is not above zero.</summary>
    public int RisingWeeks { get; init; } = 10;

    /// <summary>Weeks in a row above a rising average before stage 2 begins after stage 1 or 3.</summary>
    public int ConfirmWeeks { get; init; } = 2;
}
