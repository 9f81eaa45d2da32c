using System.Text.Json.Serialization;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Jobs;

namespace QuantMatrix.Batch.Coverage;

/// <summary>The content of <c>coverage:health:last</c>; <c>coverage:health:history</c> holds it without <see cref="Lists"/>.</summary>
/// <param name="AsOf">The session of the run.</param>
/// <param name="FirstSession">The oldest session of the window.</param>
/// <param name="LastSession">The newest session whose bars were due.</param>
internal sealed record CoverageSnapshot(
    string RunId, DateTimeOffset TakenAt, DateOnly AsOf, DateOnly FirstSession, DateOnly LastSession, string Label, string Sentence)
{
    /// <summary>Every symbol counted once.</summary>
    public required SessionCount Totals { get; init; }

    /// <summary>Per index, and for <c>portfolio</c> and <c>benchmark</c>.</summary>
    public required IReadOnlyDictionary<string, SessionCount> ByIndex { get; init; }

    public required Freshness Freshness { get; init; }

    /// <summary>The symbols furthest behind, then those with the most missing sessions.</summary>
    public required IReadOnlyList<SymbolGaps> Worst { get; init; }

    public required int SnapshotsMissing { get; init; }

    public required MonitorCoverageHealthOptions Thresholds { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SessionFill>? BarsByDate { get; init; }

    /// <summary>From the first session with any.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SessionFill>? SnapshotsByDate { get; init; }

    /// <summary>The lists of sessions, as JSON names them, which <c>coverage:health:history</c> leaves out.</summary>
    public static IReadOnlyList<string> Lists { get; } = ["bars_by_date", "snapshots_by_date"];
}

/// <summary>Compile-time JSON: reflection would slow every start.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Serialization, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CoverageSnapshot))]
internal sealed partial class CoverageJson : JsonSerializerContext;
