namespace QuantMatrix.Bench;

/// <summary>One line of a table: what was measured, how it came out, and what was wished for.</summary>
/// <param name="What">In words.</param>
/// <param name="Measured">Its value, in the unit given.</param>
/// <param name="Unit">Seconds or milliseconds, million bars or thousand rows a second, MiB, B for bytes, or x for a ratio.</param>
internal sealed record Row(string What, Spread Measured, string Unit)
{
    /// <summary>The measured median must not be above this; null for no goal.</summary>
    public double? AtMost { get; init; }

    /// <summary>The measured median must not be below this; null for no goal.</summary>
    public double? AtLeast { get; init; }

    /// <summary>Peak resident memory of the process, when it was one of its own.</summary>
    public Spread? PeakMiB { get; init; }

    public string Goal => AtMost is { } most ? $"≤ {Spread.Text(most)} {Unit}" : AtLeast is { } least ? $"≥ {Spread.Text(least)} {Unit}" : "";

    public string Met => AtMost is null && AtLeast is null ? "" : Measured.Median > AtMost || Measured.Median < AtLeast ? "no" : "yes";
}
