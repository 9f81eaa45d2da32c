using System.Text.Json.Serialization;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Jobs;

namespace QuantMatrix.Batch.Coverage;

/// <summary>What <c>coverage:health:last</c> holds; <c>coverage:health:history</c> holds the <see cref="Small"/> form.</summary>
/// <param name="AsOf">The session the run worked for.</param>
/// <param name="FirstSession">The window's first session.</param>
/// <param name="LastSession">The newest session that had to be stored.</param>
internal sealed record CoverageSnapshot(
    string RunId, DateTimeOffset TakenAt, DateOnly AsOf, DateOnly FirstSession, DateOnly LastSession, string Label, string Sentence)
{
    /// <summary>Each symbol once.</summary>
    public required SessionCount Totals { get; init; }

    /// <summary>Each index, <c>portfolio</c> and <c>benchmark</c>.</summary>
    public required IReadOnlyDictionary<string, SessionCount> ByIndex { get; init; }

    public required Freshness Freshness { get; init; }

    /// <summary>The symbols furthest behind, then those with the most holes.</summary>
    public required IReadOnlyList<SymbolHoles> Worst { get; init; }

    public required int SnapshotsMissing { get; init; }

    /// <summary>What it was measured against.</summary>
    public required MonitorCoverageHealthOptions Thresholds { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Fill>? BarsByDate { get; init; }

    /// <summary>From the first session on that has any.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Fill>? SnapshotsByDate { get; init; }

    /// <summary>The same without the sessions.</summary>
    public CoverageSnapshot Small() => this with { BarsByDate = null, SnapshotsByDate = null };
}
