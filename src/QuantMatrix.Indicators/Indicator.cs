using QuantMatrix.Model;

namespace QuantMatrix.Indicators;

/// <summary>One kernel with what goes in and what comes out: the unit the engine orders and runs.</summary>
/// <param name="Inputs">Columns it reads: bar fields (<see cref="Field"/>) or outputs of other indicators.</param>
/// <param name="Outputs">Columns it fills, in the order of <see cref="Frame.Out"/>.</param>
/// <param name="Needs">Rows beyond the first one where all inputs have values until the outputs have one: 13 for a mean of 14.</param>
/// <param name="Run">The kernel.</param>
public sealed record Indicator(IReadOnlyList<string> Inputs, IReadOnlyList<Column> Outputs, int Needs, Kernel Run)
{
    /// <summary>Whether a value depends on every row before it (a mean that remembers, a running state), not on a window of <c>Needs + 1</c> rows.</summary>
    public bool Recursive { get; init; }

    /// <summary>Inputs, after <see cref="Inputs"/>, that may have no value yet when the outputs have one.</summary>
    public IReadOnlyList<string> Optional { get; init; } = [];

    /// <summary>Whether a row of the outputs is a weekly bar of the symbol, from its first week on, not a daily one.</summary>
    public bool Weekly { get; init; }

    /// <summary>False for a helper column that others use but nobody publishes.</summary>
    public bool Published { get; init; } = true;

    /// <summary>All it reads, in the order of <see cref="Frame.In"/>.</summary>
    public IEnumerable<string> Reads => Inputs.Concat(Optional);
}
