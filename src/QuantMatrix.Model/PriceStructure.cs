namespace QuantMatrix.Model;

/// <summary>An open gap or an unbroken trend line of a symbol, as of its newest session.</summary>
/// <remarks>
/// Days are days since 1970-01-01. A gap has a zone, the part of it that no later bar has entered, and its nearer edge as price.
/// A line has two pivots and its value at <see cref="Day"/> as price. Prices that do not apply are NaN.
/// </remarks>
/// <param name="Kind"><see cref="GapUp"/>, <see cref="GapDown"/>, <see cref="LineRising"/> or <see cref="LineFalling"/>.</param>
/// <param name="FromDay">The session of the gap, or of the line's first pivot.</param>
public sealed record PriceStructure(string Symbol, int Day, string Kind, int FromDay)
{
    public const string GapUp = "gap_up", GapDown = "gap_down", LineRising = "line_rising", LineFalling = "line_falling";

    /// <summary>Lower edge of a gap's zone.</summary>
    public double Low { get; init; } = double.NaN;

    /// <summary>Upper edge of a gap's zone.</summary>
    public double High { get; init; } = double.NaN;

    public required double Price { get; init; }

    /// <summary>Pivots on the line, its own two included; 0 for a gap.</summary>
    public int Touches { get; init; }

    public double FirstPrice { get; init; } = double.NaN;

    /// <summary>The session of the line's second pivot; null for a gap.</summary>
    public int? SecondDay { get; init; }

    public double SecondPrice { get; init; } = double.NaN;

    /// <summary>Price change of a line per session of the symbol.</summary>
    public double Slope { get; init; } = double.NaN;
}
