using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Jobs;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Batch.Verification;

/// <summary>What the reports of past runs say about how they computed.</summary>
internal sealed class RecordingRuns(string folder)
{
    private readonly Lazy<Dictionary<string, PastRun>> runs = new(() => new RunLedger(folder, TextWriter.Null).Past().ToDictionary(run => run.Id));

    /// <summary>Whether this version of the program recorded it.</summary>
    public bool IsCurrent(string runId) => VersionOf(runId) == $"{ProgramVersion.Current}";

    /// <summary>Null when the report is gone.</summary>
    public string? VersionOf(string runId) => runs.Value.GetValueOrDefault(runId)?.Version is { } version ? $"{version}" : null;

    /// <summary>The options of the run that differ from those given, in words; null for none, or when the report is gone.</summary>
    public string? OtherOptions(string runId, RecomputeIndicatorsUniverseOptions options)
    {
        if (runs.Value.GetValueOrDefault(runId)?.Jobs.FirstOrDefault(j => j.Kind == "recompute_indicators_universe") is not { } job) return null;
        (string Name, object Value)[] now =
        [
            ("benchmark", options.Benchmark), ("stage_flat_band", options.StageFlatBand), ("stage_rising_weeks", options.StageRisingWeeks),
            ("stage_confirm_weeks", options.StageConfirmWeeks), ("td_perfection", options.TdPerfection),
        ];
        var other = now.Where(o => job.Options.TryGetValue(o.Name, out var then) && then != OptionForm.Text(o.Value)).Select(o => o.Name).ToList();
        return other.Count == 0 ? null : string.Join(", ", other.Select(name => $"{name}={job.Options[name]}"));
    }
}
