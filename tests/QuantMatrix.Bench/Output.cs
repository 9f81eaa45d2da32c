namespace QuantMatrix.Bench;

/// <summary>A series TA-Lib writes: its values stand at the front of the buffer, the warm-up left out.</summary>
internal sealed class Output
{
    public int Count;

    public required string Name { get; init; }

    public required double[] Values { get; init; }
}
