namespace QuantMatrix.Model;

/// <summary>One published column, defined beside its kernel; schemas, DDL, documentation and tests are derived from it.</summary>
/// <param name="Name">snake_case with the parameter: <c>rsi_14</c>.</param>
/// <param name="Unit">The unit of its values.</param>
/// <param name="Meaning">One sentence for a trader.</param>
/// <param name="Formula">How a value is computed.</param>
/// <param name="Source">The origin of the formula.</param>
public sealed record Column(string Name, Unit Unit, string Meaning, string Formula, string Source)
{
    /// <summary>The first bar (from 0) with a value; set by the catalogue from the inputs' warm-up and the indicator's own.</summary>
    public int WarmUp { get; init; }

    /// <summary>Bars before its own that a plain window depends on, at least <see cref="WarmUp"/>; set by the catalogue.</summary>
    public int Reach { get; init; }

    /// <summary>Rows by which this output's first value comes after that of the indicator's first output.</summary>
    internal int ExtraLookback { get; init; }

    /// <summary>Bars after the warm-up until the seed's weight is below 1e-6, at least that of the inputs; 0 for a plain window.</summary>
    public int StableAfter { get; init; }

    /// <summary>The first bar (from 0) whose value does not depend on the seed.</summary>
    public int StableFrom => WarmUp + StableAfter;

    /// <summary>What a value requires besides <see cref="WarmUp"/> bars: <c>a completed buy setup</c>; null when nothing else.</summary>
    public string? Awaits { get; init; }

    /// <summary>The range of values; null when unbounded.</summary>
    public Bounds? Bounds { get; init; }

    /// <summary>The labels of a <see cref="Unit.Label"/> column by code; code 0 also means no value yet.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>How and why other programs' values for the same name differ; null when those compared agree within rounding.</summary>
    public string? Differs { get; init; }

    /// <summary>Whether <c>market_analysis_history</c> has the column itself, besides the JSON payload.</summary>
    public bool Head { get; init; }

    /// <summary>Whether it is computed from the benchmark's bars: NULL in every row without them. Set by the catalogue also from the inputs.</summary>
    public bool NeedsBenchmark { get; init; }

    /// <summary>Whether the value depends on the other symbols of the session: the engine computes it from ranks that it is given.</summary>
    public bool IsCrossSectional { get; init; }

    /// <summary>Whether the value depends on the run rather than on the row's session; such a column is not part of the recorded history.</summary>
    public bool IsOfRun { get; init; }
}

/// <summary>A closed interval that contains every value of a column.</summary>
public sealed record Bounds(double Low, double High)
{
    public static readonly Bounds Percent = new(0, 100);
    public static readonly Bounds NotNegative = new(0, double.PositiveInfinity);
}
