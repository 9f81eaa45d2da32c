using System.Text.Json;
using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Batch.Runs;

/// <summary>The reports of all runs, one file each, written as a draft and renamed, so that a reader never sees half of one.</summary>
public sealed class RunLedger(string folder) : IRunSink
{
    public string PathOf(string runId) => Path.Combine(folder, $"{runId}.json");

    public Task RunStartedAsync(RunReport run) => WriteAsync(run);

    public Task JobStartedAsync(RunReport run, JobReport job) => WriteAsync(run);

    public Task JobEndedAsync(RunReport run, JobReport job) => WriteAsync(run);

    public Task RunEndedAsync(RunReport run) => WriteAsync(run);

    /// <summary>Marks the runs that a killed process left «running»; only the holder of the lock may say so.</summary>
    /// <returns>Their ids.</returns>
    public async Task<IReadOnlyList<string>> MarkKilledAsync()
    {
        var left = Newest().TakeWhile(run => run.Status == JobStatus.Running).ToList();
        foreach (var run in left) await WriteAsync(run.Killed());
        return [.. left.Select(run => run.RunId)];
    }

    /// <summary>The run that holds the lock now, as far as its report says.</summary>
    public RunReport? Running() => Newest().FirstOrDefault() is { Status: JobStatus.Running } run ? run : null;

    /// <summary>Read one by one, newest first. A file that is no report, such as one cut short by a power failure, is passed over.</summary>
    private IEnumerable<RunReport> Newest() => Directory.EnumerateFiles(folder, "*.json")
        .OrderDescending(StringComparer.Ordinal)
        .Select(Read)
        .OfType<RunReport>();

    private static RunReport? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), RunReportJson.Default.RunReport);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task WriteAsync(RunReport run)
    {
        var draft = PathOf(run.RunId) + ".tmp";
        await File.WriteAllBytesAsync(draft, JsonSerializer.SerializeToUtf8Bytes(run, RunReportJson.Default.RunReport));
        File.Move(draft, PathOf(run.RunId), overwrite: true);
    }
}
