using System.Globalization;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Config.Yaml;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Graph;

/// <summary>Reads and validates the section <c>watch</c>: <c>{mine: {symbols: [AAPL], levels: {AAPL: [180, 200]}}}</c>.</summary>
internal sealed class WatchSection(ConfigErrors faults)
{
    public const string Section = "watch";

    private static readonly string[] Keys = ["symbols", "levels"];

    public List<WatchList> Read(IReadOnlyList<YamlEntry> entries) => [.. entries.Select(List)];

    private WatchList List(YamlEntry entry)
    {
        var label = $"watch list '{entry.Key}'";
        var fields = new Fields(entry.Value, label, Keys, faults);
        var symbols = Fields.Names(fields["symbols"], $"'symbols' of {label}", faults).Select(n => Symbol(n.Text, n.Line, label)).ToList();
        var levels = Fields.Entries(fields["levels"], $"'levels' of {label}", "symbol", faults)
            .GroupBy(e => Symbol(e.Key, e.Line, label)).ToDictionary(g => g.Key, g => (IReadOnlyList<double>)[.. g.SelectMany(e => Levels(e, label))]);
        if (symbols.Count == 0 && levels.Count == 0)
            faults.Add(entry.Line, $"{label} has no symbols; expected {{symbols: [AAPL], levels: {{AAPL: [180, 200]}}}}");
        return new(entry.Key, [.. symbols.Concat(levels.Keys).Distinct()], levels);
    }

    private string Symbol(string text, int line, string label)
    {
        if (Symbols.TryCanonical(text, out var symbol)) return symbol;
        faults.Add(line, $"{label} has invalid symbol '{text}'; expected letters and digits, like AAPL or BRK-B");
        return text;
    }

    private List<double> Levels(YamlEntry entry, string label)
    {
        List<double> levels = [];
        foreach (var item in entry.Value.Kind == YamlKind.List ? entry.Value.Items : [entry.Value])
            if (item.Kind == YamlKind.Scalar && double.TryParse(item.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var level)
                && double.IsFinite(level) && level > 0) levels.Add(level);
            else faults.Add(item.Line, $"{label} has {item} as a level of {entry.Key}; expected a price like 180 or 182.5");
        return levels;
    }
}
