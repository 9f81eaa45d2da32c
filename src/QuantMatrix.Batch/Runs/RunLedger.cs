using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace QuantMatrix.Batch.Runs;

/// <summary>The reports of all runs, one file each, written as a draft and renamed, so that a reader never sees half of one.</summary>
public sealed class RunLedger(string folder) : IRunSink
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public string PathOf(string runId) => Path.Combine(folder, $"{runId}.json");

    public Task RunStartedAsync(RunReport run) => WriteAsync(run);

    public Task JobStartedAsync(RunReport run, JobReport job) => WriteAsync(run);

    public Task JobEndedAsync(RunReport run, JobReport job) => WriteAsync(run);

    public Task RunEndedAsync(RunReport run) => WriteAsync(run);

    /// <summary>Marks the runs that a killed process left «running»; only the holder of the lock may say so.</summary>
    /// <returns>Their ids.</returns>
    public async Task<IReadOnlyList<string>> MarkKilledAsync()
    {
        var left = LeftRunning().ToList();
        foreach (var run in left)
        {
            var jobs = run["jobs"]!.AsArray().Select(job => job!.AsObject());
            foreach (var part in jobs.Append(run).Where(IsRunning)) part["status"] = "killed";
            await WriteAsync(Id(run), Encoding.UTF8.GetBytes(run.ToJsonString(Indented)));
        }
        return [.. left.Select(Id)];
    }

    /// <summary>The run that holds the lock now, as far as its report says: <c>20261123T170501Z-3f9a, pid 17</c>.</summary>
    public string? Running() => LeftRunning().Select(run => $"{Id(run)}, pid {run["pid"]}").FirstOrDefault();

    /// <summary>
    /// Newest first, up to the first that ended. Kept as plain JSON: a report of another version stays as it was, and reading
    /// one costs a start next to nothing. A file cut short, as by a power failure, is passed over.
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
