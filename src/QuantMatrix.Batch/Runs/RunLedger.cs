using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Runs;

/// <summary>The name of a run: its start in UTC, so that names sort by time.</summary>
public static partial class RunId
{
    /// <returns><c>20261123T170501Z-3f9a</c>; the last four digits are the fraction of the second, in 1/65,536.</returns>
    public static string At(DateTimeOffset time)
    {
        var fraction = time.UtcTicks % TimeSpan.TicksPerSecond * 0x10000 / TimeSpan.TicksPerSecond;
        return string.Create(CultureInfo.InvariantCulture, $"{time.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}-{fraction:x4}");
    }

    public static bool IsValid(string text) => Form().IsMatch(text);

    [GeneratedRegex("^[0-9]{8}T[0-9]{6}Z-[0-9a-f]{4}$")]
    private static partial Regex Form();
}

/// <summary>The reports of all runs, one file each, written as a draft and renamed, so that a reader never sees a partial file.</summary>
/// <remarks>
/// A run is open from its begin until its outcome is published; an empty file in <c>open/</c> marks it, so that the runs a start must look
/// at are few. Files of other names are ignored.
/// </remarks>
/// <param name="warnings">Receives one line when reports cannot be written, which never ends a run.</param>
public sealed class RunLedger(string folder, TextWriter warnings) : IRunSink
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly string markers = MarkersIn(folder);
    private bool warned;

    public string PathOf(string runId) => Path.Combine(folder, $"{runId}.json");

    public void Begin(RunReport run) => Try(() =>
    {
        Directory.CreateDirectory(markers);
        File.WriteAllBytes(Path.Combine(markers, run.RunId), []);
        Failpoint.LedgerMarked.Reach();
        DraftFile.Write(PathOf(run.RunId), RunReportJson.Bytes(run));
    });

    /// <summary>The outcome of the run is published; it is looked at no longer.</summary>
    public void Close(string runId) => Try(() =>
    {
        Failpoint.LedgerBeforeClose.Reach();
        File.Delete(Path.Combine(markers, runId));
        Failpoint.LedgerAfterClose.Reach();
    });

    /// <summary>The runs that have not ended, or whose outcome is not published yet.</summary>
    public IReadOnlySet<string> OpenIds() => MarksIn(folder).Select(mark => Path.GetFileName(mark)).ToHashSet();

    /// <summary>Deletes the report of a run that is not open.</summary>
    public void Delete(string runId) => File.Delete(PathOf(runId));

    public Task RunStartedAsync(RunReport run) => WriteAsync(run);

    public Task JobStartedAsync(RunReport run, JobReport job) => WriteAsync(run);

    public Task JobRepeatsAsync(RunReport run, JobReport job, TimeSpan delay) => WriteAsync(run);

    public Task JobEndedAsync(RunReport run, JobReport job) => WriteAsync(run);

    public Task RunEndedAsync(RunReport run) => WriteAsync(run);

    /// <summary>Sets the status of open runs whose process is gone to <c>killed</c>. Call it only while holding the lock.</summary>
    /// <returns>Their ids, oldest first.</returns>
    public IReadOnlyList<string> MarkKilled(DateTimeOffset now)
    {
        var runs = Open().Where(run => IsUnfinished(run) && !ProcessOf(run).IsAlive).ToList();
        foreach (var run in runs)
        {
            var jobs = run["jobs"]?.AsArray().Select(job => job!.AsObject()) ?? [];
            foreach (var part in jobs.Append(run).Where(IsUnfinished)) part["status"] = "killed";
            run["finished"] ??= now;
            run["reason"] ??= PastRun.Killed;
            Try(() => DraftFile.Write(PathOf(Id(run)), Encoding.UTF8.GetBytes(run.ToJsonString(Indented))));
        }
        return [.. runs.Select(Id)];
    }

    /// <summary>Runs that ended without publishing their outcome: refused, or killed, or while the server was down.</summary>
    public IReadOnlyList<PastRun> Unpublished() => [.. Open().Where(run => !IsUnfinished(run)).Select(run => PastRun.Of(run, isAlive: false))];

    /// <summary>The files that mark open runs, each named as its run.</summary>
    public static IEnumerable<string> MarksIn(string folder) => !Directory.Exists(MarkersIn(folder)) ? []
        : Directory.EnumerateFiles(MarkersIn(folder)).Where(mark => RunId.IsValid(Path.GetFileName(mark)));

    /// <summary>Every run with a readable report, newest first; reports are read as they are enumerated.</summary>
    public IEnumerable<PastRun> Past() => !Directory.Exists(folder) ? []
        : Directory.EnumerateFiles(folder, "*.json").Select(path => Path.GetFileNameWithoutExtension(path)).Where(RunId.IsValid)
            .OrderDescending(StringComparer.Ordinal).Select(id => Read(PathOf(id))).OfType<JsonObject>().Where(run => RunId.IsValid(Id(run)))
            .Select(run => PastRun.Of(run, isAlive: IsUnfinished(run) && ProcessOf(run).IsAlive));

    /// <exception cref="UsageException">There is no such run.</exception>
    public PastRun Find(string runId) => Past().FirstOrDefault(run => run.Id == runId) ?? throw new UsageException($"unknown run '{runId}'"
        + (Past().FirstOrDefault() is { } newest ? $"; the newest is {newest.Id}. List them with ./run.sh runs" : "; there is no run yet"));

    /// <summary>The run that holds the lock, according to its report: <c>20261123T170501Z-3f9a, pid 17 on batch1, since 2026-11-23 17:05:01 UTC</c>.</summary>
    /// <param name="except">The run that asks.</param>
    public string? Running(string except)
    {
        // The report of a run says that it is running a moment after it took the lock.
        var alive = Open().Where(run => Id(run) != except && IsUnfinished(run) && ProcessOf(run).IsAlive).ToList();
        var holder = alive.Find(run => run["status"]?.ToString() == "running") ?? alive.FirstOrDefault();
        return holder is null ? null : string.Create(CultureInfo.InvariantCulture,
            $"{Id(holder)}, pid {holder["pid"]} on {holder["host"]}, since {Started(holder):yyyy-MM-dd HH:mm:ss} UTC");
    }

    private static string MarkersIn(string folder) => Path.Combine(folder, "open");

    /// <summary>The open runs, oldest first. Handled as plain JSON, which preserves the fields of other versions.</summary>
    private List<JsonObject> Open() => OpenIds().Order(StringComparer.Ordinal).Select(id => Read(PathOf(id))).OfType<JsonObject>().ToList();

    private static bool IsUnfinished(JsonObject part) => part["status"]?.ToString() is "running" or "waiting";

    private static string Id(JsonObject run) => $"{run["run_id"]}";

    private static DateTime Started(JsonObject run) => run["started"]?.GetValue<DateTimeOffset>().UtcDateTime ?? default;

    private static RunProcess ProcessOf(JsonObject run) => new($"{run["host"]}", PastRun.Value<int>(run, "pid"), $"{run["boot_id"]}",
        PastRun.Value<long?>(run, "process_start") ?? -1);

    /// <summary>Null for a file that is missing or damaged, as after a power failure; bytes that are no text become replacement characters.</summary>
    internal static JsonObject? Read(string path)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(path), documentOptions: new() { AllowDuplicateProperties = false }) as JsonObject;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (!warned) warnings.WriteLine($"{folder}: reports cannot be written: {e.Message}");
            warned = true;
        }
    }

    private Task WriteAsync(RunReport run)
    {
        Try(() => DraftFile.Write(PathOf(run.RunId), RunReportJson.Bytes(run)));
        return Task.CompletedTask;
    }
}
