using QuantMatrix.Compute;

namespace QuantMatrix.Tests.Compute.Twins;

/// <summary>What stands around a symbol's bars: the exchange's sessions, the benchmark, the run's last session and the thresholds.</summary>
internal sealed record Surroundings
{
    private const int BenchmarkSessions = 2_000;

    /// <summary>A benchmark with a bar on every session of the test series.</summary>
    public static readonly Surroundings Default = new();

    public SessionCalendar Calendar { get; init; } = Series.Calendar;

    public Bar[] Benchmark { get; init; } = [.. Series.Walk(777, BenchmarkSessions, 250)];

    /// <summary>The newest session the run takes for final; no earlier than any bar.</summary>
    public DateOnly LastSettled { get; init; } = new(2060, 1, 2);

    /// <summary>A weekly average whose slope is within ± this is flat, in percent over five weeks.</summary>
    public double FlatBandPercent { get; init; } = 1.0;
}
