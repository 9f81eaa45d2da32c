using QuantMatrix.Model;

namespace QuantMatrix.Indicators;

/// <summary>A catalogue mapped to as few panel slots as possible: a column's slot is reused after the last step that reads it.</summary>
internal sealed class ExecutionPlan
{
    private readonly Dictionary<string, int> slotOf = BarField.All.Select((f, i) => (f, i)).ToDictionary(x => x.f, x => x.i);
    private readonly Stack<int> free = new();

    public ExecutionPlan(Catalogue catalogue)
    {
        Slots = BarField.All.Count + 1;
        var indicators = catalogue.Indicators;
        Fields = [.. BarField.All.Select(f => indicators.Any(i => i.Reads.Contains(f)))];
        var published = catalogue.Columns.Select((c, i) => (c.Name, i)).ToDictionary(x => x.Name, x => x.i);
        for (var i = 0; i < indicators.Count; i++)
        {
            var indicator = indicators[i];
            int[] inputs = [.. indicator.Reads.Select(x => slotOf[x])];
            int[] outputs = [.. indicator.Outputs.Select(o => slotOf[o.Name] = AllocateSlot())];
            Steps.Add(new PlanStep(indicator, inputs, outputs, BarField.All.Count, indicator.Outputs[0].WarmUp - indicator.Lookback, Readers(indicators, i),
                [.. indicator.Outputs.Select(o => published.GetValueOrDefault(o.Name, -1))]));
            ReleaseSlots(indicators, i);
        }
    }

    /// <summary>In compute order.</summary>
    public List<PlanStep> Steps { get; } = [];

    /// <summary>Columns the panel holds at once: the bar fields, one scratch column, and the columns alive at the busiest step.</summary>
    public int Slots { get; private set; }

    /// <summary>For each bar field, whether an indicator reads it.</summary>
    public bool[] Fields { get; }

    private int AllocateSlot() => free.TryPop(out var slot) ? slot : Slots++;

    private static int[] Readers(IReadOnlyList<Indicator> all, int index) =>
        [.. Enumerable.Range(index + 1, all.Count - index - 1).Where(j => all[index].Outputs.Any(o => all[j].Reads.Contains(o.Name)))];

    private void ReleaseSlots(IReadOnlyList<Indicator> all, int index)
    {
        var used = all[index].Reads.Concat(all[index].Outputs.Select(o => o.Name)).Distinct();
        foreach (var column in used.Where(c => !BarField.All.Contains(c) && !all.Skip(index + 1).Any(later => later.Reads.Contains(c))))
            free.Push(slotOf[column]);
    }
}

/// <summary>One indicator of an execution plan, with the panel slots it reads and writes.</summary>
/// <param name="Indicator">The indicator to run.</param>
/// <param name="Inputs">Slot of each input.</param>
/// <param name="Outputs">Slot of each output.</param>
/// <param name="Scratch">Scratch slot, shared by all steps.</param>
/// <param name="Start">First row where all inputs have values.</param>
/// <param name="Readers">Indices of the steps that read an output.</param>
/// <param name="Published">Index of each output among the published columns, or -1.</param>
internal sealed record PlanStep(Indicator Indicator, int[] Inputs, int[] Outputs, int Scratch, int Start, int[] Readers, int[] Published);
