using QuantMatrix.Model;

namespace QuantMatrix.Indicators;

/// <summary>A kernel with its inputs and outputs: the unit the engine orders and runs.</summary>
/// <param name="Inputs">Input columns: fields of <see cref="BarField"/> or outputs of other indicators.</param>
/// <param name="Outputs">Output columns, in the order of <see cref="KernelContext.Out"/>.</param>
/// <param name="Lookback">Rows between the first row where all inputs have values and the first output value: 13 for a mean of 14.</param>
/// <param name="Run">The kernel.</param>
public sealed record Indicator(IReadOnlyList<string> Inputs, IReadOnlyList<Column> Outputs, int Lookback, Kernel Run)
{
    /// <summary>True when a value depends on all earlier rows (an exponential mean, a running state), not on <c>Lookback + 1</c> rows.</summary>
    public bool Recursive { get; init; }

    /// <summary>Rows before its own that a value depends on, at least <c>Lookback</c>: 251 for a year that begins with fewer.</summary>
    public int Reach { get => Math.Max(field, Lookback); init; }

    /// <summary>Inputs, after <see cref="Inputs"/>, that may still be missing where the outputs have values.</summary>
    public IReadOnlyList<string> Optional { get; init; } = [];

    /// <summary>True when an output row is a weekly bar of the symbol, from its first week on, instead of a daily one.</summary>
    public bool Weekly { get; init; }

    /// <summary>False for a helper column that is only an input of other indicators.</summary>
    public bool Published { get; init; } = true;

    /// <summary>All input columns, in the order of <see cref="KernelContext.In"/>.</summary>
    public IEnumerable<string> Reads => Inputs.Concat(Optional);
}

/// <summary>Fills an indicator's outputs from row <see cref="KernelContext.Start"/> on; pure, no allocation.</summary>
public delegate void Kernel(in KernelContext context);

/// <summary>The indicators of one file in <c>Kernels/</c>, declared beside their kernels; <see cref="Catalogue"/> discovers them by reflection.</summary>
public interface IIndicatorFamily
{
    IEnumerable<Indicator> All { get; }
}
