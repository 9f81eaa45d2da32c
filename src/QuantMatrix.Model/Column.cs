namespace QuantMatrix.Model;

/// <summary>One published column, written once beside its kernel; schemas, DDL, docs and laws are derived from it.</summary>
/// <param name="Name">snake_case with the parameter: <c>rsi_14</c>.</param>
/// <param name="Unit">What the number means.</param>
/// <param name="Meaning">One sentence a trader would understand.</param>
/// <param name="Formula">How a value is made.</param>
/// <param name="Source">Where the formula comes from.</param>
public sealed record Column(string Name, Unit Unit, string Meaning, string Formula, string Source)
{
    /// <summary>The first bar (from 0) with a value: filled in by <see cref="Catalogue"/> from the inputs' warm-up and <c>Indicator.Lookback</c>.</summary>
    public int WarmUp { get; init; }

    /// <summary>Rows by which this output of an indicator starts later than its first output.</summary>
    internal int ExtraLookback { get; init; }

    /// <summary>Bars after the warm-up until the seed weighs less than 1e-6, at least that of the inputs; 0 for a plain window.</summary>
    public int StableAfter { get; init; }

    /// <summary>What a value waits for beside <see cref="WarmUp"/> bars, and may be missing without: <c>a completed buy setup</c>; null when it always has one.</summary>
    public string? Awaits { get; init; }

    /// <summary>Values never lie outside; null when unbounded.</summary>
    public Bounds? Bounds { get; init; }

    /// <summary>The words of a <see cref="Unit.Label"/> column by code; code 0 also stands where there is no value yet.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Where other programs give another value for the same name, and why; null when the ones compared agree within rounding.</summary>
    public string? Differs { get; init; }

    /// <summary>Whether the column stands beside the JSON payload in <c>market_analysis_history</c>.</summary>
    public bool Head { get; init; }
}
