using QuantMatrix.Model;

namespace QuantMatrix.Indicators;

/// <summary>What values rest on beside a symbol's own bars.</summary>
/// <param name="Calendar">The exchange's sessions.</param>
/// <param name="Benchmark">What beta, correlation and relative strength are measured against.</param>
/// <param name="LastSession">The newest settled session of the run.</param>
public sealed record MarketContext(SessionCalendar Calendar, Benchmark Benchmark, DateOnly LastSession)
{
    public StageThresholds Stage { get; init; } = new();
}
