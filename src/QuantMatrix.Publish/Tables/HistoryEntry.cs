namespace QuantMatrix.Publish.Tables;

/// <summary>Who adds to the history, when, and why a day may be restated.</summary>
internal sealed record HistoryEntry(string RunId, string? RestateReason, DateTimeOffset RecordedAt);
