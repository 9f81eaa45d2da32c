namespace QuantMatrix.Publish;

/// <summary>What became of the given rows in <c>market_analysis_history</c>.</summary>
/// <param name="Added">New days.</param>
/// <param name="Restated">Changed days, written as a new revision.</param>
/// <param name="Refused">Changed days without a reason; nothing was written for them.</param>
/// <param name="Unchanged">Days already there.</param>
public sealed record HistoryCount(int Added, int Restated, int Refused, int Unchanged)
{
    public const int MaxSamples = 5;

    /// <summary>The first refused days.</summary>
    public IReadOnlyList<SymbolDay> RefusedSamples { get; init; } = [];
}
