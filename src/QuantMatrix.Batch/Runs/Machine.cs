using System.Numerics;
using System.Runtime.InteropServices;

namespace QuantMatrix.Batch.Runs;

/// <summary>Where a run ran, as far as it explains its speed.</summary>
/// <param name="VectorBits">How wide a vector the kernels compute with; 0 where the processor has none the runtime uses.</param>
public sealed record Machine(int Cores, string Runtime, string System, int VectorBits)
{
    public static Machine Here { get; } = new(Environment.ProcessorCount, RuntimeInformation.FrameworkDescription, RuntimeInformation.RuntimeIdentifier,
        Vector.IsHardwareAccelerated ? 8 * Vector<byte>.Count : 0);
}
