using System.Numerics;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators;

/// <summary>A kernel's view of a panel: one row is a bar, and a <see cref="Vector{T}"/> holds that row for neighboring symbols.</summary>
/// <remarks>Symbols are aligned at their first stored bar, so a row number means the same in every lane; rows past a shorter symbol's end are NaN.</remarks>
public readonly ref struct KernelContext
{
    private readonly Panel panel;
    private readonly PlanStep step;

    internal KernelContext(Panel panel, PlanStep step, int from, MarketContext market, ICollection<PriceStructure>? structures)
    {
        this.panel = panel;
        this.step = step;
        From = from;
        Market = market;
        Structures = structures;
    }

    /// <summary>Rows in the panel: bars, or weekly bars for a weekly indicator.</summary>
    public int Rows => step.Indicator.Weekly ? panel.Weeks : panel.Rows;

    /// <summary>Upper bound on the number of weekly bars of any symbol in the panel.</summary>
    public int Weeks => panel.Weeks;

    /// <summary>First row where all inputs have values.</summary>
    public int Start => step.Start;

    /// <summary>First output row that will be read; a windowed kernel may leave earlier rows unwritten.</summary>
    public int From { get; }

    /// <summary>Input <paramref name="i"/>, one vector a row.</summary>
    public ReadOnlySpan<Vector<double>> In(int i) => panel.Slot(step.Inputs[i], 0, Rows);

    /// <summary>Output <paramref name="i"/>; rows from <see cref="From"/> to the end of the warm-up are already NaN.</summary>
    public Span<Vector<double>> Out(int i) => panel.Slot(step.Outputs[i], 0, Rows);

    /// <summary>Scratch memory of one column; its initial content is undefined.</summary>
    public Span<Vector<double>> Scratch => panel.Slot(step.Scratch);

    /// <summary>Session dates of the symbol in a lane, in days since 1970-01-01; empty for an unused lane.</summary>
    public ReadOnlySpan<int> Days(int lane) => panel.Days(lane);

    /// <summary>The symbol in a lane that is in use.</summary>
    public string Symbol(int lane) => panel.Symbol(lane);

    /// <summary>All bits set in the lane of the benchmark itself, if it is one of the symbols.</summary>
    public Vector<long> IsBenchmark()
    {
        Span<long> lanes = stackalloc long[Vector<long>.Count];
        for (var lane = 0; lane < lanes.Length; lane++) lanes[lane] = Days(lane).Length > 0 && Symbol(lane) == Market.Benchmark.Symbol ? -1 : 0;
        return new(lanes);
    }

    /// <summary>The smallest last row of the symbols.</summary>
    public int FirstEnd()
    {
        var end = int.MaxValue;
        for (var lane = 0; lane < Vector<double>.Count; lane++)
            if (Days(lane).Length is > 0 and var length) end = Math.Min(end, length - 1);
        return end;
    }

    public MarketContext Market { get; }

    /// <summary>Receives what kernels find in each symbol's newest session; null when it is not needed.</summary>
    public ICollection<PriceStructure>? Structures { get; }
}
