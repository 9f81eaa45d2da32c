namespace QuantMatrix.Bench;

/// <summary>One benchmark: <c>bench NAME</c> runs it and makes its table.</summary>
internal interface IBench
{
    string Name { get; }

    Task<Section> RunAsync(Workshop workshop, CancellationToken ct);

    /// <summary>The part measured in a process of its own, started by <see cref="Workshop.MeasureAsync"/>.</summary>
    Task MeasureAsync(Workshop workshop, Samples samples, IReadOnlyList<string> arguments, CancellationToken ct);
}
