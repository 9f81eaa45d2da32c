using System.Numerics;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators;

/// <summary>What a kernel sees of one panel: rows are bars, and each <see cref="Vector{T}"/> is one row of neighbouring symbols.</summary>
/// <remarks>Symbols are left-aligned at their first stored bar, so a row number means the same for every lane; past a shorter symbol's end stands NaN.</remarks>
public readonly ref struct KernelContext
{
    private readonly Panel panel;
    private readonly PlanStep step;

    internal KernelContext(Panel panel, PlanStep step, int from, MarketContext premises)
    {
        this.panel = panel;
        this.step = step;
        From = from;
        MarketContext = premises;
    }

    /// <summary>Rows in the panel: bars, or weekly bars for a weekly indicator.</summary>
    public int Rows => step.Indicator.Weekly ? panel.Weeks : panel.Rows;

    /// <summary>No fewer than the weeks in which any of the symbols has a bar.</summary>
    public int Weeks => panel.Weeks;

    /// <summary>The first row where all inputs have values.</summary>
    public int Start => step.Start;

    /// <summary>The first row anyone will read of the outputs; a kernel over a plain window may leave earlier ones alone.</summary>
    public int From { get; }

    /// <summary>Input <paramref name="i"/>, one vector a row.</summary>
    public ReadOnlySpan<Vector<double>> In(int i) => panel.Slot(step.Inputs[i], 0, Rows);

    /// <summary>Output <paramref name="i"/>; rows between <see cref="From"/> and the warm-up's end are NaN already.</summary>
    public Span<Vector<double>> Out(int i) => panel.Slot(step.Outputs[i], 0, Rows);

    /// <summary>A column's worth of memory for the kernel's own use; holds anything at first.</summary>
    public Span<Vector<double>> Scratch => panel.Slot(step.Scratch);

    /// <summary>Session dates of the symbol in a lane, days since 1970-01-01; none for a lane left empty.</summary>
    public ReadOnlySpan<int> Days(int lane) => panel.Days(lane);

    public MarketContext MarketContext { get; }
}
