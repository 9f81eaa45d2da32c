using Apache.Arrow;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators;

/// <summary>Computes all columns of a catalogue for a batch of symbols in one pass over the panel.</summary>
/// <remarks>
/// A symbol's values depend only on its own bars and the market context, not on the batch, the lane, the rows kept or the vector width.
/// An engine serves one thread at a time and reuses its memory, including that of disposed results; create one for each worker.
/// </remarks>
public sealed class Engine
{
    private readonly Catalogue catalogue;
    private readonly MarketContext market;
    private readonly ExecutionPlan plan;
    private readonly Panel panel;
    private readonly int[] from;
    private readonly Stack<FeatureRows> recycled = [];
    private readonly KeptRows[] kept = new KeptRows[Panel.Lanes];
    private int[] order = [], lengths = [];

    public Engine(Catalogue catalogue, MarketContext market)
    {
        (this.catalogue, this.market) = (catalogue, market);
        plan = new ExecutionPlan(catalogue);
        panel = new Panel(plan.Slots, plan.Fields);
        from = new int[plan.Steps.Count];
    }

    /// <summary>Working memory without the results; grows with the longest history computed.</summary>
    public long ScratchBytes => panel.Bytes;

    /// <summary>Receives the open gaps and unbroken lines of each symbol computed, in no particular order; null for none.</summary>
    public ICollection<PriceStructure>? Structures { get; init; }

    /// <summary>Computes every symbol from its first bar and returns its newest <paramref name="keep"/> rows.</summary>
    /// <param name="bars">Full stored history of the symbols of one batch.</param>
    /// <param name="keep">Rows kept of each symbol; <see cref="int.MaxValue"/> for all.</param>
    /// <returns>A batch of <see cref="Catalogue.FeatureSchema"/>, sorted by (symbol, date); dispose it to let the engine reuse its memory.</returns>
    public RecordBatch Compute(Bars bars, int keep) => Compute(bars, 0..bars.Symbols.Count, keep);

    /// <summary>Computes a range of the symbols.</summary>
    public RecordBatch Compute(Bars bars, Range symbols, int keep)
    {
        var (first, count) = symbols.GetOffsetAndLength(bars.Symbols.Count);
        var rows = Rent();
        rows.Begin(bars, first, count, keep);
        var byLength = ByLength(bars, first, count);
        for (var s = 0; s < count; s += Panel.Lanes)
            ComputeLanes(bars, byLength.Slice(s, Math.Min(Panel.Lanes, count - s)), rows);
        return rows.ToArrow(() => Recycle(rows));
    }

    /// <summary>Locked, because results may be disposed on any thread.</summary>
    private void Recycle(FeatureRows rows)
    {
        lock (recycled) recycled.Push(rows);
    }

    private FeatureRows Rent()
    {
        lock (recycled)
            if (recycled.TryPop(out var rows)) return rows;
        return new FeatureRows(catalogue, market.Benchmark);
    }

    /// <summary>Symbols of similar length share a panel, so that few lanes run empty.</summary>
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
            for (var o = 0; step.Indicator.Published && o < step.Outputs.Length; o++)
                rows.Append(step.Published[o], panel, step.Outputs[o], kept, symbols.Length);
        }
    }

    private void Run(PlanStep step, int first)
    {
        var warmUp = Math.Min(step.Start + step.Indicator.Lookback, panel.Rows);
        for (var o = 0; o < step.Outputs.Length; o++)
        {
            var blankEnd = Math.Min(warmUp + step.Indicator.Outputs[o].ExtraLookback, panel.Rows);
            if (first < blankEnd) Lanes.Blank(panel.Slot(step.Outputs[o], first, blankEnd - first));
        }
        var context = new KernelContext(panel, step, Math.Max(first, warmUp), market, Structures);
        if (warmUp < context.Rows) step.Indicator.Run(context);
    }

    /// <summary>Finds the first row of each step that is read: the first kept row, or the start of a later step's window.</summary>
    private void FindFirstRows(int lanes)
    {
        var firstKept = panel.Rows;
        for (var lane = 0; lane < lanes; lane++) firstKept = Math.Min(firstKept, kept[lane].First);
        for (var i = plan.Steps.Count - 1; i >= 0; i--)
        {
            var first = plan.Steps[i].Indicator.Published ? firstKept : panel.Rows;
            foreach (var reader in plan.Steps[i].Readers)
                first = Math.Min(first, plan.Steps[reader].Indicator.Recursive ? 0 : from[reader] - plan.Steps[reader].Indicator.Reach);
            from[i] = Math.Max(first, 0);
        }
    }
}
