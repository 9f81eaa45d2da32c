using QuantMatrix.Indicators;

namespace QuantMatrix.Bench;

/// <summary>A catalogue that publishes some columns only, with the helpers they need and nothing else.</summary>
internal static class PartialCatalogue
{
    /// <exception cref="InvalidOperationException">A name is not a column or helper of <paramref name="whole"/>.</exception>
    public static Catalogue Of(Catalogue whole, IReadOnlyCollection<string> names)
    {
        var missing = names.Except(whole.Indicators.SelectMany(i => i.Outputs).Select(o => o.Name)).ToList();
        if (missing.Count > 0) throw new InvalidOperationException($"no such columns: {string.Join(", ", missing)}");
        var (needed, chosen) = (names.ToHashSet(), new Stack<Indicator>());
        foreach (var indicator in whole.Indicators.Reverse().Where(i => i.Outputs.Any(o => needed.Contains(o.Name))))
        {
            needed.UnionWith(indicator.Inputs);
            chosen.Push(indicator with { Published = indicator.Outputs.Any(o => names.Contains(o.Name)) });
        }
        return new Catalogue(chosen);
    }
}
