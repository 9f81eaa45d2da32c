using QuantMatrix.Model;

namespace QuantMatrix.Indicators;

/// <summary>A catalogue laid out over the fewest slots: a column's slot is free again after the last step that reads it.</summary>
internal sealed class ExecutionPlan
{
    private readonly Dictionary<string, int> slotOf = BarField.All.Select((f, i) => (f, i)).ToDictionary(x => x.f, x => x.i);
    private readonly Stack<int> free = new();

    public ExecutionPlan(Catalogue catalogue)
    {
        Slots = BarField.All.Count + 1;
        var indicators = catalogue.Indicators;
        Fields = [.. BarField.All.Select(f => indicators.Any(i => i.Reads.Contains(f)))];
        var place = catalogue.Columns.Select((c, i) => (c.Name, i)).ToDictionary(x => x.Name, x => x.i);
        for (var i = 0; i < indicators.Count; i++)
        {
            var indicator = indicators[i];
            int[] inputs = [.. indicator.Reads.Select(x => slotOf[x])];
            int[] outputs = [.. indicator.Outputs.Select(o => slotOf[o.Name] = Take())];
            Steps.Add(new PlanStep(indicator, inputs, outputs, BarField.All.Count, indicator.Outputs[0].WarmUp - indicator.Needs, Readers(indicators, i),
                [.. indicator.Outputs.Select(o => place.GetValueOrDefault(o.Name, -1))]));
            Release(indicators, i);
        }
    }

    /// <summary>In compute order.</summary>
    public List<PlanStep> Steps { get; } = [];

    /// <summary>Columns the panel must hold at once: the bar fields, one for scratch, and the columns alive at the busiest step.</summary>
    public int Slots { get; private set; }

    /// <summary>Which bar fields any indicator reads.</summary>
    public bool[] Fields { get; }

    private int Take() => free.TryPop(out var slot) ? slot : Slots++;

    private static int[] Readers(IReadOnlyList<Indicator> all, int at) =>
        [.. Enumerable.Range(at + 1, all.Count - at - 1).Where(j => all[at].Outputs.Any(o => all[j].Reads.Contains(o.Name)))];

    private void Release(IReadOnlyList<Indicator> all, int at)
    {
        var seen = all[at].Reads.Concat(all[at].Outputs.Select(o => o.Name)).Distinct();
        foreach (var column in seen.Where(c => !BarField.All.Contains(c) && !all.Skip(at + 1).Any(later => later.Reads.Contains(c))))
            free.Push(slotOf[column]);
    }
}
