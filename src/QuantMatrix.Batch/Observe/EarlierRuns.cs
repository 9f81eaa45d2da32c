using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Batch.Observe;

/// <summary>An earlier run, as far as its report states how it ended.</summary>
internal sealed record EarlierRun(string RunId, RunState State, double Seconds)
{
    /// <summary>The day it began, in UTC.</summary>
    public DateOnly Night => DateOnly.ParseExact(RunId[..8], "yyyyMMdd", CultureInfo.InvariantCulture);
}

/// <summary>Reads the earlier runs of a target from their reports.</summary>
internal static class EarlierRuns
{
    /// <summary>Bounds the time when a target has not run for long.</summary>
    private const int MaxReports = 1_000;

    /// <summary>The ended runs of the same target before a run, newest first; each report is read when it is enumerated.</summary>
    /// <param name="folder">The folder of reports.</param>
    public static IEnumerable<EarlierRun> Of(string folder, RunReport run) => Ids(folder)
        .Where(id => string.CompareOrdinal(id, run.RunId) < 0).OrderDescending(StringComparer.Ordinal).Take(MaxReports)
        .Select(id => TryRead(Path.Combine(folder, $"{id}.json"), id, run.Target)).OfType<EarlierRun>();

    private static IEnumerable<string> Ids(string folder) => !Directory.Exists(folder) ? []
        : Directory.EnumerateFiles(folder, "*.json").Select(path => Path.GetFileNameWithoutExtension(path)).Where(RunId.IsValid);

    /// <summary>Null for a run that is in progress or has another target, and for a file that is not a report.</summary>
    private static EarlierRun? TryRead(string path, string id, string target)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllBytes(path)) is JsonObject run && $"{run["target"]}" == target ? Read(run, id) : null;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static EarlierRun? Read(JsonObject run, string id)
    {
        if ($"{run["status"]}" is var status && status is "running" or "waiting") return null;
        var jobs = (run["jobs"] as JsonArray ?? []).OfType<JsonObject>().Select(j => ($"{j["kind"]}", j["exit_code"]?.GetValue<int>() ?? 0));
        return new(id, RunStates.Of(run["exit_code"]?.GetValue<int>(), status == "partial", [.. jobs]), run["seconds"]?.GetValue<double>() ?? 0);
    }
}
