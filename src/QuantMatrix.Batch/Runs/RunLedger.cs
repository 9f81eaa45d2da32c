using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace QuantMatrix.Batch.Runs;

/// <summary>The name of a run: its start in UTC, so that names sort by time.</summary>
public static class RunId
{
    /// <returns><c>20261123T170501Z-3f9a</c>; the last four digits are the fraction of the second, in 1/65,536.</returns>
    public static string At(DateTimeOffset time)
    {
        var fraction = time.UtcTicks % TimeSpan.TicksPerSecond * 0x10000 / TimeSpan.TicksPerSecond;
        return string.Create(CultureInfo.InvariantCulture, $"{time.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}-{fraction:x4}");
    }
}

/// <summary>The reports of all runs, one file each, written as a draft and renamed, so that a reader never sees a partial file.</summary>
public sealed class RunLedger(string folder) : IRunSink
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public string PathOf(string runId) => Path.Combine(folder, $"{runId}.json");

    public Task RunStartedAsync(RunReport run) => WriteAsync(run);

    public Task JobStartedAsync(RunReport run, JobReport job) => WriteAsync(run);

    public Task JobEndedAsync(RunReport run, JobReport job) => WriteAsync(run);

    public Task RunEndedAsync(RunReport run) => WriteAsync(run);

    /// <summary>Sets the status of runs whose process was killed from <c>running</c> to <c>killed</c>. Call it only while holding the lock.</summary>
    /// <returns>Their ids.</returns>
    public async Task<IReadOnlyList<string>> MarkKilledAsync()
    {
        var runs = LeftRunning().ToList();
        foreach (var run in runs)
        {
            var jobs = run["jobs"]!.AsArray().Select(job => job!.AsObject());
            foreach (var part in jobs.Append(run).Where(IsRunning)) part["status"] = "killed";
            await WriteAsync(Id(run), Encoding.UTF8.GetBytes(run.ToJsonString(Indented)));
        }
        return [.. runs.Select(Id)];
    }

    /// <summary>The run that holds the lock, according to its report: <c>20261123T170501Z-3f9a, pid 17</c>.</summary>
    public string? Running() => LeftRunning().Select(run => $"{Id(run)}, pid {run["pid"]}").FirstOrDefault();

    /// <summary>
    /// The runs with status <c>running</c>, newest first, up to the first that ended. Handled as plain JSON, which preserves the fields of
    /// other versions and is fast. A truncated file, as after a power failure, is skipped.
    /// </summary>
    private IEnumerable<JsonObject> LeftRunning() => Directory.EnumerateFiles(folder, "*.json")
        .OrderDescending(StringComparer.Ordinal)
        .Select(Read)
        .OfType<JsonObject>()
        .TakeWhile(IsRunning);

    private static bool IsRunning(JsonObject part) => part["status"]?.ToString() == "running";

    private static string Id(JsonObject run) => $"{run["run_id"]}";

    private static JsonObject? Read(string path)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllBytes(path)) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private Task WriteAsync(RunReport run) =>
        WriteAsync(run.RunId, JsonSerializer.SerializeToUtf8Bytes(run, RunReportJson.Default.RunReport));

    private async Task WriteAsync(string runId, byte[] report)
    {
        var draft = PathOf(runId) + ".tmp";
        await File.WriteAllBytesAsync(draft, report);
        File.Move(draft, PathOf(runId), overwrite: true);
    }
}
