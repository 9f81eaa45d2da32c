using System.Globalization;
using System.Text.RegularExpressions;

namespace QuantMatrix.Tests.UnitTests.Observe;

/// <summary>A strict reader of the text format of Prometheus 0.0.4, as node_exporter's textfile collector accepts it: gauges without timestamps.</summary>
/// <remarks>
/// Grammar: prometheus.io/docs/instrumenting/exposition_formats. Each family is HELP, TYPE and its samples in one block; a series occurs once.
/// </remarks>
internal static partial class Exposition
{
    /// <returns>Values by series, with labels sorted and unescaped: <c>name|job=a|target=b</c>.</returns>
    public static Dictionary<string, double> Read(string text)
    {
        text.ShouldEndWith("\n");
        text.ShouldNotContain('\r');
        var (values, closed, family) = (new Dictionary<string, double>(), new HashSet<string>(), "");
        var lines = text[..^1].Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (Help().Match(lines[i]) is { Success: true } help)
            {
                if (family.Length > 0) closed.Add(family).ShouldBeTrue();
                family = help.Groups[1].Value;
                closed.ShouldNotContain(family);
                lines[++i].ShouldBe($"# TYPE {family} gauge");
                continue;
            }
            var sample = Sample().Match(lines[i]);
            sample.Success.ShouldBeTrue($"line {i + 1}: {lines[i]}");
            sample.Groups[1].Value.ShouldBe(family);
            var labels = Label().Matches(sample.Groups[2].Value).Select(m => (Name: m.Groups[1].Value, Value: Unescaped(m.Groups[2].Value))).ToList();
            labels.Select(l => l.Name).ShouldBeUnique();
            values.Add(string.Join('|', labels.OrderBy(l => l.Name).Select(l => $"{l.Name}={l.Value}").Prepend(family)),
                double.Parse(sample.Groups[3].Value, NumberStyles.Float, CultureInfo.InvariantCulture));
        }
        return values;
    }

    private static string Unescaped(string text) => Escape().Replace(text, m => m.Value[1] == 'n' ? "\n" : m.Value[1..]);

    [GeneratedRegex(@"^# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) (?:[^\\]|\\[\\n])+$")]
    private static partial Regex Help();

    [GeneratedRegex(@"^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{((?:[a-zA-Z_][a-zA-Z0-9_]*=""(?:[^""\\]|\\[\\""n])*"",?)*)\})? ([-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?)$")]
    private static partial Regex Sample();

    [GeneratedRegex(@"([a-zA-Z_][a-zA-Z0-9_]*)=""((?:[^""\\]|\\[\\""n])*)""")]
    private static partial Regex Label();

    [GeneratedRegex(@"\\.")]
    private static partial Regex Escape();
}
