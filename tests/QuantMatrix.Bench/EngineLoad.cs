using Apache.Arrow;
using QuantMatrix.Indicators;
using QuantMatrix.Model;

namespace QuantMatrix.Bench;

/// <summary>A workload of the engine: columns and number of newest rows kept.</summary>
/// <param name="Name">Name in the measurements and in process arguments.</param>
/// <param name="Text">Name in the report.</param>
internal sealed record EngineLoad(string Name, string Text, Catalogue Catalogue, int Keep)
{
    private static readonly Catalogue ThirtyFour = PartialCatalogue.Of(Catalogue.Standard, Bench.ThirtyFour.Names);

    public static readonly EngineLoad Kept34 = new("34 kept", "34 series, every row kept", ThirtyFour, int.MaxValue);
    public static readonly EngineLoad Latest34 = new("34 latest", "34 series, newest row only", ThirtyFour, 1);
    public static readonly EngineLoad AllLatest = new("all latest", "every column, newest row only", Catalogue.Standard, 1);
    public static readonly EngineLoad AllKept = new("all kept", "every column, every row kept", Catalogue.Standard, int.MaxValue);
    public static readonly IReadOnlyList<EngineLoad> All = [Kept34, Latest34, AllLatest, AllKept];

    /// <summary>An engine for this load and histories of the given length.</summary>
    public Engine NewEngine(BenchEnvironment env, int sessions) =>
        new(Catalogue, Market.MarketContext(env.Calendar, Market.Days(env.Calendar, sessions)));

    /// <summary>A function that computes one batch of the universe; the caller disposes the result.</summary>
    public Func<Bars, RecordBatch> Start(BenchEnvironment env)
    {
        var engine = NewEngine(env, Universe.Sessions);
        return bars => engine.Compute(bars, Keep);
    }
}

/// <summary>A catalogue restricted to some columns and the helpers they need.</summary>
internal static class PartialCatalogue
{
    /// <exception cref="InvalidOperationException">A name is not a column or helper of <paramref name="whole"/>.</exception>
    public static Catalogue Of(Catalogue whole, IReadOnlyCollection<string> names)
    {
        var missing = names.Except(whole.Indicators.SelectMany(i => i.Outputs).Select(o => o.Name)).ToList();
        if (missing.Count > 0) throw new InvalidOperationException($"unknown columns: {string.Join(", ", missing)}");
        var (needed, selected) = (names.ToHashSet(), new Stack<Indicator>());
        foreach (var indicator in whole.Indicators.Reverse().Where(i => i.Outputs.Any(o => needed.Contains(o.Name))))
        {
            needed.UnionWith(indicator.Inputs);
            selected.Push(indicator with { Published = indicator.Outputs.Any(o => names.Contains(o.Name)) });
        }
        return new Catalogue(selected);
    }
}
