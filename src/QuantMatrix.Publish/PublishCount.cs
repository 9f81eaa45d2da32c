namespace QuantMatrix.Publish;

/// <summary>What a publish did to the rows of <c>market_analysis_cache</c>.</summary>
public sealed record PublishCount(int Inserted, int Updated, int Deleted, int Unchanged);
