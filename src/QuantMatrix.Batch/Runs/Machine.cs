using System.Runtime.InteropServices;

namespace QuantMatrix.Batch.Runs;

/// <summary>Where a run ran, as far as it explains its speed.</summary>
public sealed record Machine(int Cores, string Runtime, string System)
{
    public static Machine Here { get; } = new(Environment.ProcessorCount, RuntimeInformation.FrameworkDescription, RuntimeInformation.RuntimeIdentifier);
}
