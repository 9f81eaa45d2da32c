using System.Numerics;

namespace QuantMatrix.Compute;

/// <summary>What a kernel sees of one panel: rows are bars, each <see cref="Vector{T}"/> holds the same row of neighbouring symbols.</summary>
public readonly ref struct Frame
{
}
