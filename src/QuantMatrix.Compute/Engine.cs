using System.Numerics;
using Apache.Arrow;

namespace QuantMatrix.Compute;

/// <summary>Computes every column of a catalogue for a batch of symbols in one pass over the panel.</summary>
/// <remarks>
/// A symbol's values depend on its own bars alone: not on the batch, its lane, the rows kept or the vector width.
/// One engine serves one thread at a time and reuses its memory; make one for each worker.
/// </remarks>
public sealed class Engine
{
    private readonly Catalogue catalogue;
    private readonly Plan plan;
    private readonly Panel panel;
    private readonly int[] from;

    public Engine(Catalogue catalogue, SessionCalendar calendar)
    {
        this.catalogue = catalogue;
        plan = new Plan(catalogue);
        panel = new Panel(plan.Slots, calendar);
        from = new int[plan.Steps.Count];
    }

    /// <summary>The newest <paramref name="keep"/> rows of every symbol, computed from its first bar on.</summary>
    /// <param name="bars">Whole stored history of the symbols of one batch.</param>
    /// <param name="keep">Rows kept of each symbol; <see cref="int.MaxValue"/> for all.</param>
    /// <returns>A batch of <see cref="Catalogue.FeatureSchema"/>, sorted by (symbol, date).</returns>
    public RecordBatch Compute(Bars bars, int keep) => Compute(bars, 0..bars.Symbols.Count, keep);

    /// <summary>The same for some of the symbols, by their places.</summary>
    public RecordBatch Compute(Bars bars, Range symbols, int keep)
    {
        var (first, count) = symbols.GetOffsetAndLength(bars.Symbols.Count);
        var rows = new FeatureRows(catalogue, bars, first, count, keep);
        var byLength = Enumerable.Range(first, count).OrderBy(s => bars.Starts[s + 1] - bars.Starts[s]).ToArray();
        for (var at = 0; at < byLength.Length; at += Panel.Lanes)
            ComputeLanes(bars, byLength.AsSpan(at, Math.Min(Panel.Lanes, byLength.Length - at)), rows);
        return rows.ToArrow();
    }

    private void ComputeLanes(Bars bars, ReadOnlySpan<int> symbols, FeatureRows rows)
    {
        panel.Load(bars, symbols);
        FindFirstRows(symbols, rows);
        for (var i = 0; i < plan.Steps.Count; i++)
        {
            var step = plan.Steps[i];
            Run(step, from[i]);
            for (var o = 0; step.Indicator.Published && o < step.Outputs.Length; o++)
                for (var lane = 0; lane < symbols.Length; lane++)
                    rows.Take(step.Published[o], symbols[lane], panel.Flat(step.Outputs[o]), lane, panel.Length(lane));
        }
    }

    private void Run(Step step, int first)
    {
        var warmUp = Math.Min(step.Start + step.Indicator.Needs, panel.Rows);
        foreach (var slot in step.Outputs) panel.Slot(slot)[..warmUp].Fill(new Vector<double>(double.NaN));
        if (warmUp < panel.Rows) step.Indicator.Run(new Frame(panel, step, Math.Max(first, warmUp)));
    }

    /// <summary>The first row of each step anyone reads: a kept row, or what a later step's window reaches back to.</summary>
    private void FindFirstRows(ReadOnlySpan<int> symbols, FeatureRows rows)
    {
        var kept = panel.Rows;
        for (var lane = 0; lane < symbols.Length; lane++) kept = Math.Min(kept, panel.Length(lane) - rows.Kept(symbols[lane]));
        for (var i = plan.Steps.Count - 1; i >= 0; i--)
        {
            var first = plan.Steps[i].Indicator.Published ? kept : panel.Rows;
            foreach (var reader in plan.Steps[i].Readers)
                first = Math.Min(first, plan.Steps[reader].Indicator.Recursive ? 0 : from[reader] - plan.Steps[reader].Indicator.Needs);
            from[i] = Math.Max(first, 0);
        }
    }
}
