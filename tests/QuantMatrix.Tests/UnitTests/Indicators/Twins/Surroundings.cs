using QuantMatrix.Indicators;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Indicators.Twins;

/// <summary>What stands around a symbol's bars, in plain bars: the benchmark, the exchange's sessions, the run's last session and the thresholds.</summary>
/// <param name="Benchmark">Oldest first.</param>
internal sealed record Surroundings(Bar[] Benchmark)
{
    /// <summary>Those of <see cref="Series.MarketContext"/>.</summary>
    public static readonly Surroundings Default = new([.. Series.BenchmarkBars]);

    public SessionCalendar Calendar => Series.Calendar;

    /// <summary>The newest session the run takes for final; no earlier than any bar.</summary>
    public DateOnly LastSettled { get; } = Series.MarketContext.LastSession;

    public StageThresholds Stage { get; init; } = new();

    /// <summary>The same as the engine wants it.</summary>
    public MarketContext MarketContext => Series.Against(Series.Of("SPY", Benchmark)) with { Stage = Stage };
}
