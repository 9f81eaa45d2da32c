using System.Text;

namespace QuantMatrix.Bench;

/// <summary>One table of the report with the words above it.</summary>
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
