namespace QuantMatrix.Publish;

/// <summary>Rows of one table that a publish inserted, updated, deleted and left unchanged.</summary>
public sealed record PublishCount(int Inserted, int Updated, int Deleted, int Unchanged);

/// <summary>Outcome of appending rows to <c>market_analysis_history</c>.</summary>
/// <param name="Added">Days recorded for the first time.</param>
/// <param name="Restated">Changed days, written as a new revision.</param>
/// <param name="Refused">Changed days without a restatement reason; not written.</param>
/// <param name="Unchanged">Days already recorded with equal values.</param>
public sealed record HistoryCount(int Added, int Restated, int Refused, int Unchanged)
{
    public const int MaxSamples = 5;

    /// <summary>The first refused days, at most <see cref="MaxSamples"/>.</summary>
    public IReadOnlyList<SymbolDay> RefusedSamples { get; init; } = [];
}

/// <summary>One session of one symbol.</summary>
public readonly record struct SymbolDay(string Symbol, DateOnly Date);
