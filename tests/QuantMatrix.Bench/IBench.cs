using System.Text;

namespace QuantMatrix.Bench;

/// <summary>A benchmark: <c>bench NAME</c> runs it and prints its section.</summary>
internal interface IBench
{
    string Name { get; }

    Task<Section> RunAsync(BenchEnvironment env, CancellationToken ct);

    /// <summary>The part measured in a separate process, started by <see cref="BenchEnvironment.MeasureAsync"/>.</summary>
    Task MeasureAsync(BenchEnvironment env, Measurements measured, IReadOnlyList<string> arguments, CancellationToken ct);
}

/// <summary>A table of the report with its introduction.</summary>
internal sealed record Section(string Title, string Introduction, IReadOnlyList<Row> Rows)
{
    public string Markdown()
    {
        var text = new StringBuilder($"## {Title}\n\n{Introduction}\n\n");
        text.Append("| what | measured | min … max | repeats | peak memory | goal | met |\n|---|---:|---:|---:|---:|---:|---|\n");
        foreach (var row in Rows)
            text.Append($"| {row.What} | {Spread.Text(row.Measured.Median)} {row.Unit} | {row.Measured.Range} | {row.Measured.Count} "
                + $"| {(row.PeakMiB is { } peak ? $"{Spread.Text(peak.Median)} MiB" : "")} | {row.Goal} | {row.Met} |\n");
        return text.ToString();
    }
}

/// <summary>A table row: what was measured, the result, and the goal.</summary>
/// <param name="What">Description.</param>
/// <param name="Measured">Result, in <paramref name="Unit"/>.</param>
/// <param name="Unit">s, ms, M bars/s, k rows/s, MiB, B, or x for a ratio.</param>
internal sealed record Row(string What, Spread Measured, string Unit)
{
    /// <summary>Goal: maximum of the median; null for none.</summary>
    public double? AtMost { get; init; }

    /// <summary>Goal: minimum of the median; null for none.</summary>
    public double? AtLeast { get; init; }

    /// <summary>Peak resident memory, for a separate process.</summary>
    public Spread? PeakMiB { get; init; }

    public string Goal => AtMost is { } max ? $"≤ {Spread.Text(max)} {Unit}" : AtLeast is { } min ? $"≥ {Spread.Text(min)} {Unit}" : "";

    public string Met => AtMost is null && AtLeast is null ? "" : Measured.Median > AtMost || Measured.Median < AtLeast ? "no" : "yes";
}
