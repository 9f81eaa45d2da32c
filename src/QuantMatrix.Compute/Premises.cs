namespace QuantMatrix.Compute;

/// <summary>What values rest on beside a symbol's own bars.</summary>
/// <param name="Calendar">The exchange's sessions.</param>
/// <param name="Benchmark">What beta, correlation and relative strength are measured against.</param>
/// <param name="LastSession">The newest settled session of the run.</param>
public sealed record Premises(SessionCalendar Calendar, Benchmark Benchmark, DateOnly LastSession)
{
    public StageThresholds Stage { get; init; } = new();
}
