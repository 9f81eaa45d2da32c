using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace QuantMatrix.Batch.Observe;

/// <summary>A gauge of the textfile; every sample has the label <c>target</c>.</summary>
internal sealed record Gauge(string Name, string Help);

/// <summary>Metrics in the text format of Prometheus, version 0.0.4, with those of other targets taken over from an earlier text.</summary>
internal sealed partial class PrometheusText(string target)
{
    private readonly List<(Gauge Gauge, List<string> Samples)> gauges = [];

    /// <param name="samples">Labels beside the target, and values.</param>
    public void Add(Gauge gauge, params IEnumerable<((string Name, string Value)[] Labels, double Value)> samples) => gauges.Add((gauge,
        [.. samples.Select(s => $"{Series(gauge.Name, s.Labels)} {Number(s.Value)}")]));

    /// <param name="earlier">The text of the last run, of any target; lines of another form are dropped.</param>
    /// <param name="kept">A gauge whose earlier samples of this target stay when it has none now.</param>
    public string Write(IEnumerable<string> earlier, Gauge kept)
    {
        var old = earlier.Select(line => Sample().Match(line)).Where(m => m.Success)
            .Select(m => (Name: m.Groups["name"].Value, Target: m.Groups["target"].Value, Series: m.Groups["series"].Value, Line: m.Value))
            .DistinctBy(s => s.Series).ToList();
        var text = new StringBuilder();
        foreach (var (gauge, samples) in gauges)
        {
            var others = old.Where(s => s.Name == gauge.Name && (s.Target != Escaped(target) || (gauge == kept && samples.Count == 0))).Select(s => s.Line);
            string[] lines = [.. samples, .. others];
            if (lines.Length == 0) continue;
            text.Append(CultureInfo.InvariantCulture, $"# HELP {gauge.Name} {gauge.Help}\n# TYPE {gauge.Name} gauge\n");
            foreach (var line in lines) text.Append(line).Append('\n');
        }
        return text.ToString();
    }

    private string Series(string name, (string Name, string Value)[] labels) =>
        $"{name}{{{string.Join(',', labels.Prepend(("target", target)).Select(l => $"{l.Item1}=\"{Escaped(l.Item2)}\""))}}}";

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Escaped(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    [GeneratedRegex("""
        ^(?<series>(?<name>[a-z_]+)\{target="(?<target>(?:[^"\\]|\\[\\"n])*)"(?:,[a-z_]+="(?:[^"\\]|\\[\\"n])*")*\}) [-+0-9.E]+$
        """)]
    private static partial Regex Sample();
}
