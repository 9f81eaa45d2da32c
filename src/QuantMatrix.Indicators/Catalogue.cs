using Apache.Arrow;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators;

/// <summary>Every indicator there is, in an order in which each comes after its inputs; the one source of schemas, DDL and docs.</summary>
public sealed class Catalogue
{
    /// <summary>All indicators of this assembly, found by their interface.</summary>
    public static Catalogue Standard { get; } = new(typeof(Catalogue).Assembly.GetTypes()
        .Where(t => t.IsClass && t.IsAssignableTo(typeof(IIndicators)))
        .OrderBy(t => t.Name, StringComparer.Ordinal)
        .SelectMany(t => ((IIndicators)Activator.CreateInstance(t)!).All));

    /// <exception cref="ArgumentException">A name is given twice, an input is unknown, or inputs form a cycle.</exception>
    public Catalogue(IEnumerable<Indicator> indicators)
    {
        List<Indicator> given = [.. indicators];
        Indicators = InOrder(given);
        var filled = Indicators.SelectMany(i => i.Outputs).ToDictionary(o => o.Name);
        Columns = [.. given.Where(i => i.Published).SelectMany(i => i.Outputs).Select(o => filled[o.Name])];
        FeatureSchema = Model.FeatureSchema.Of(Columns);
    }

    /// <summary>In compute order, with every output's <see cref="Column.WarmUp"/> and <see cref="Column.StableAfter"/> filled in.</summary>
    public IReadOnlyList<Indicator> Indicators { get; }

    /// <summary>The published columns, in the order given.</summary>
    public IReadOnlyList<Column> Columns { get; }

    /// <summary><c>symbol</c>, <c>date</c>, the bar, which <c>benchmark</c> and which of its bars was the newest used, then the published columns: what the engine returns, <c>features</c> holds and is published.</summary>
    public Schema FeatureSchema { get; }

    private static List<Indicator> InOrder(List<Indicator> given)
    {
        var maker = new Dictionary<string, Indicator>();
        foreach (var indicator in given)
            foreach (var output in indicator.Outputs)
                if (BarField.All.Contains(output.Name) || !maker.TryAdd(output.Name, indicator))
                    throw new ArgumentException($"column '{output.Name}' is defined twice");
        var (ordered, open) = (new List<Indicator>(), new List<string>());
        var done = BarField.All.ToDictionary(f => f, _ => (WarmUp: 0, StableAfter: 0));
        foreach (var indicator in given) Visit(indicator);
        return ordered;

        void Visit(Indicator indicator)
        {
            var name = indicator.Outputs[0].Name;
            if (done.ContainsKey(name)) return;
            if (open.Contains(name)) throw new ArgumentException($"columns need each other: {string.Join(" -> ", open)} -> {name}");
            open.Add(name);
            foreach (var input in indicator.Reads.Where(i => !done.ContainsKey(i)))
                Visit(maker.GetValueOrDefault(input) ?? throw new ArgumentException($"column '{name}' needs '{input}', which nobody makes"));
            open.Remove(name);
            var warmUp = indicator.Inputs.Max(i => done[i].WarmUp) + indicator.Needs;
            var stable = indicator.Inputs.Max(i => done[i].StableAfter);
            Column[] outputs = [.. indicator.Outputs.Select(o => o with { WarmUp = warmUp + o.Later, StableAfter = Math.Max(o.StableAfter, stable) })];
            foreach (var output in outputs) done.Add(output.Name, (output.WarmUp, output.StableAfter));
            ordered.Add(indicator with { Outputs = outputs });
        }
    }
}
