using Apache.Arrow;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators;

/// <summary>Computes every column of a catalogue for a batch of symbols in one pass over the panel.</summary>
/// <remarks>
/// A symbol's values depend on its own bars and the premises alone: not on the batch, its lane, the rows kept or the vector width.
/// One engine serves one thread at a time and reuses its memory, also that of results that were disposed; make one for each worker.
/// </remarks>
public sealed class Engine
{
    private readonly Catalogue catalogue;
    private readonly MarketContext premises;
    private readonly ExecutionPlan plan;
    private readonly Panel panel;
    private readonly int[] from;
    private readonly Stack<FeatureRows> spare = [];
    private readonly KeptRows[] kept = new KeptRows[Panel.Lanes];
    private int[] order = [], lengths = [];

    public Engine(Catalogue catalogue, MarketContext premises)
    {
        (this.catalogue, this.premises) = (catalogue, premises);
        plan = new ExecutionPlan(catalogue);
        panel = new Panel(plan.Slots, plan.Fields);
        from = new int[plan.Steps.Count];
    }

    /// <summary>Memory held to compute in, without the results; grows with the longest history seen.</summary>
    public long ScratchBytes => panel.Bytes;

    /// <summary>The newest <paramref name="keep"/> rows of every symbol, computed from its first bar on.</summary>
    /// <param name="bars">Whole stored history of the symbols of one batch.</param>
    /// <param name="keep">Rows kept of each symbol; <see cref="int.MaxValue"/> for all.</param>
    /// <returns>A batch of <see cref="Catalogue.FeatureSchema"/>, sorted by (symbol, date); dispose of it to have its memory used again.</returns>
    public RecordBatch Compute(Bars bars, int keep) => Compute(bars, 0..bars.Symbols.Count, keep);

    /// <summary>The same for some of the symbols, by their places.</summary>
    public RecordBatch Compute(Bars bars, Range symbols, int keep)
    {
        var (first, count) = symbols.GetOffsetAndLength(bars.Symbols.Count);
        var rows = Spare();
        rows.Begin(bars, first, count, keep);
        var byLength = ByLength(bars, first, count);
        for (var at = 0; at < count; at += Panel.Lanes)
            ComputeLanes(bars, byLength.Slice(at, Math.Min(Panel.Lanes, count - at)), rows);
        return rows.ToArrow(() => GiveBack(rows));
    }

    /// <summary>Results are disposed on any thread.</summary>
    private void GiveBack(FeatureRows rows)
    {
        lock (spare) spare.Push(rows);
    }

    private FeatureRows Spare()
    {
        lock (spare)
            if (spare.TryPop(out var used)) return used;
        return new FeatureRows(catalogue, premises.Benchmark);
    }

    /// <summary>Symbols of like length share a panel, so that few lanes run empty.</summary>
    private ReadOnlySpan<int> ByLength(Bars bars, int first, int count)
    {
        if (order.Length < count) (order, lengths) = (new int[count], new int[count]);
        for (var s = 0; s < count; s++) (order[s], lengths[s]) = (first + s, bars.Starts[first + s + 1] - bars.Starts[first + s]);
        System.Array.Sort(lengths, order, 0, count);
        return order.AsSpan(0, count);
    }

    private void ComputeLanes(Bars bars, ReadOnlySpan<int> symbols, FeatureRows rows)
    {
        panel.Load(bars, symbols);
        for (var lane = 0; lane < symbols.Length; lane++) kept[lane] = rows.Kept(symbols[lane]);
        FindFirstRows(symbols.Length);
        for (var i = 0; i < plan.Steps.Count; i++)
        {
            var step = plan.Steps[i];
            Run(step, from[i]);
            for (var o = 0; step.Indicator.Published && o < step.Outputs.Length; o++) rows.Take(step.Published[o], panel, step.Outputs[o], kept, symbols.Length);
        }
    }

    private void Run(PlanStep step, int first)
    {
        var warmUp = Math.Min(step.Start + step.Indicator.Needs, panel.Rows);
        for (var o = 0; o < step.Outputs.Length; o++)
        {
            var blank = Math.Min(warmUp + step.Indicator.Outputs[o].Later, panel.Rows);
            if (first < blank) Lanes.Blank(panel.Slot(step.Outputs[o], first, blank - first));
        }
        var frame = new KernelContext(panel, step, Math.Max(first, warmUp), premises);
        if (warmUp < frame.Rows) step.Indicator.Run(frame);
    }

    /// <summary>The first row of each step anyone reads: a kept row, or what a later step's window reaches back to.</summary>
    private void FindFirstRows(int lanes)
    {
        var newest = panel.Rows;
        for (var lane = 0; lane < lanes; lane++) newest = Math.Min(newest, kept[lane].First);
        for (var i = plan.Steps.Count - 1; i >= 0; i--)
        {
            var first = plan.Steps[i].Indicator.Published ? newest : panel.Rows;
            foreach (var reader in plan.Steps[i].Readers)
                first = Math.Min(first, plan.Steps[reader].Indicator.Recursive ? 0 : from[reader] - plan.Steps[reader].Indicator.Needs);
            from[i] = Math.Max(first, 0);
        }
    }
}
