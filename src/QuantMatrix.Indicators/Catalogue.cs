using Apache.Arrow;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators;

/// <summary>All indicators in compute order, each after its inputs; the single source of schemas, DDL and column docs.</summary>
public sealed class Catalogue
{
    /// <summary>All indicators of this assembly, discovered by <see cref="IIndicatorFamily"/>; the class names decide the order of the columns.</summary>
    public static Catalogue Standard { get; } = new(typeof(Catalogue).Assembly.GetTypes()
        .Where(t => t.IsClass && t.IsAssignableTo(typeof(IIndicatorFamily)))
        .OrderBy(t => t.Name, StringComparer.Ordinal)
        .SelectMany(t => ((IIndicatorFamily)Activator.CreateInstance(t)!).All));

    private readonly List<Indicator> declared;

    /// <exception cref="ArgumentException">A column is defined twice, an input is undefined, or the inputs form a cycle.</exception>
    public Catalogue(IEnumerable<Indicator> indicators)
    {
        declared = [.. indicators];
        Indicators = InComputeOrder(declared);
        var outputs = Indicators.SelectMany(i => i.Outputs).ToDictionary(o => o.Name);
        Columns = [.. declared.Where(i => i.Published).SelectMany(i => i.Outputs).Select(o => outputs[o.Name])];
        FeatureSchema = Model.FeatureSchema.Of(Columns);
    }

    /// <summary>The indicators of some columns and of everything these read; columns in declaration order.</summary>
    public Catalogue Only(params IEnumerable<string> columns)
    {
        var needed = columns.ToHashSet();
        foreach (var indicator in Indicators.Reverse())
            if (indicator.Outputs.Any(o => needed.Contains(o.Name))) needed.UnionWith(indicator.Reads);
        return new(declared.Where(i => i.Outputs.Any(o => needed.Contains(o.Name))));
    }

    /// <summary>In compute order, with the <see cref="Column.WarmUp"/> and the other facts of every output that follow from its inputs.</summary>
    public IReadOnlyList<Indicator> Indicators { get; }

    /// <summary>The published columns, in declaration order.</summary>
    public IReadOnlyList<Column> Columns { get; }

    /// <summary>Schema of the engine's results and of <c>features</c>.</summary>
    /// <remarks><c>symbol</c>, <c>date</c>, the bar, <c>benchmark</c> and the date of its last bar used, then the published columns.</remarks>
    public Schema FeatureSchema { get; }

    private static List<Indicator> InComputeOrder(List<Indicator> declared)
    {
        var producers = new Dictionary<string, Indicator>();
        foreach (var indicator in declared)
            foreach (var output in indicator.Outputs)
                if (BarField.All.Contains(output.Name) || !producers.TryAdd(output.Name, indicator))
                    throw new ArgumentException($"column '{output.Name}' is defined twice");
        var (ordered, open) = (new List<Indicator>(), new List<string>());
        var done = BarField.All.ToDictionary(f => f, _ => (WarmUp: 0, Reach: 0, StableAfter: 0, NeedsBenchmark: false));
        foreach (var indicator in declared) Visit(indicator);
        return ordered;

        void Visit(Indicator indicator)
        {
            var name = indicator.Outputs[0].Name;
            if (done.ContainsKey(name)) return;
            if (open.Contains(name)) throw new ArgumentException($"columns depend on each other: {string.Join(" -> ", open)} -> {name}");
            open.Add(name);
            foreach (var input in indicator.Reads.Where(i => !done.ContainsKey(i)))
                Visit(producers.GetValueOrDefault(input) ?? throw new ArgumentException($"column '{name}' reads '{input}', which no indicator produces"));
            open.Remove(name);
            var warmUp = indicator.Inputs.Max(i => done[i].WarmUp) + indicator.Lookback;
            var reach = indicator.Reads.Max(i => done[i].Reach) + indicator.Reach;
            var stable = indicator.Inputs.Max(i => done[i].StableAfter);
            var relative = indicator.Reads.Any(i => done[i].NeedsBenchmark);
            Column[] outputs = [.. indicator.Outputs.Select(o => o with
            {
                WarmUp = warmUp + o.ExtraLookback, Reach = reach, StableAfter = Math.Max(o.StableAfter, stable), NeedsBenchmark = o.NeedsBenchmark || relative,
            })];
            foreach (var output in outputs) done.Add(output.Name, (output.WarmUp, reach, output.StableAfter, output.NeedsBenchmark));
            ordered.Add(indicator with { Outputs = outputs });
        }
    }
}
