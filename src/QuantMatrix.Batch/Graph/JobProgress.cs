namespace QuantMatrix.Batch.Graph;

/// <summary>How far a job is: 120 of 520, working on <c>AAPL</c>.</summary>
/// <param name="Total">0 while nobody knows.</param>
public readonly record struct JobProgress(long Done, long Total, string Text);
