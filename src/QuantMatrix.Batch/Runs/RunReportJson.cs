using System.Text.Json;
using System.Text.Json.Nodes;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Runs;

/// <summary>Writes the report of a run as JSON, field by field: preparing a serializer would cost the start of every run 50 ms.</summary>
internal static class RunReportJson
{
    public static byte[] Bytes(RunReport run) => WrittenJson.Bytes(json => Write(json, run), isIndented: true);

    public static JsonObject Node(RunReport run) => JsonNode.Parse(Bytes(run))!.AsObject();

    private static void Write(Utf8JsonWriter json, RunReport run)
    {
        json.WriteStartObject();
        json.WriteString("run_id", run.RunId);
        json.WriteString("target", run.Target);
        json.WriteString("as_of", run.AsOf?.ToString("O"));
        json.WriteString("started", run.Started);
        json.WriteString("status", Text(run.Status));
        Write(json, "finished", run.Finished);
        json.WriteNumber("seconds", run.Seconds);
        Write(json, "exit_code", run.ExitCode);
        json.WriteString("reason", run.Reason);
        json.WriteString("command", run.Command);
        json.WriteString("retry_of", run.RetryOf);
        json.WriteString("repeats", run.Repeats);
        json.WriteString("version", run.Version);
        json.WriteString("commit", run.Commit);
        json.WriteString("jobs_hash", run.JobsHash);
        Write(json, "lake_before", run.LakeBefore);
        Write(json, "lake_after", run.LakeAfter);
        Write(json, "data_bytes", run.DataBytes);
        json.WriteString("host", run.Host);
        json.WriteNumber("pid", run.Pid);
        json.WriteString("boot_id", run.BootId);
        json.WriteNumber("process_start", run.ProcessStart);
        json.WriteNumber("workers", run.Workers);
        json.WriteBoolean("exit_on_partial", run.ExitOnPartial);
        Write(json, run.Machine);
        json.WriteStartArray("jobs");
        foreach (var job in run.Jobs) Write(json, job);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Machine machine)
    {
        json.WriteStartObject("machine");
        json.WriteNumber("cores", machine.Cores);
        json.WriteString("runtime", machine.Runtime);
        json.WriteString("system", machine.System);
        json.WriteNumber("vector_bits", machine.VectorBits);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, JobReport job)
    {
        json.WriteStartObject();
        json.WriteString("name", job.Name);
        json.WriteString("kind", job.Kind);
        Write(json, "waits", job.Waits);
        json.WriteStartObject("options");
        foreach (var option in job.Options) json.WriteString(option.Key, option.Value);
        json.WriteEndObject();
        json.WriteString("status", Text(job.Status));
        Write(json, "started", job.Started);
        Write(json, "finished", job.Finished);
        json.WriteNumber("seconds", job.Seconds);
        json.WriteString("summary", job.Summary);
        json.WriteStartObject("counters");
        foreach (var counter in job.Counters) json.WriteNumber(counter.Key, counter.Value);
        json.WriteEndObject();
        Write(json, "warnings", job.Warnings);
        Write(json, "samples", job.Samples);
        json.WriteString("cause", job.Cause);
        Write(json, job.Error);
        json.WriteStartArray("attempts");
        foreach (var attempt in job.Attempts) Write(json, attempt);
        json.WriteEndArray();
        json.WriteNumber("exit_code", job.ExitCode);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, JobError? error)
    {
        json.WritePropertyName("error");
        if (error is null)
        {
            json.WriteNullValue();
            return;
        }
        json.WriteStartObject();
        json.WriteString("type", error.Type);
        json.WriteString("message", error.Message);
        json.WriteString("stack", error.Stack);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, JobAttempt attempt)
    {
        json.WriteStartObject();
        json.WriteString("started", attempt.Started);
        json.WriteNumber("seconds", attempt.Seconds);
        json.WriteString("status", Text(attempt.Status));
        json.WriteString("summary", attempt.Summary);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } value) json.WriteString(name, value);
        else json.WriteNull(name);
    }

    private static void Write(Utf8JsonWriter json, string name, long? number)
    {
        if (number is { } value) json.WriteNumber(name, value);
        else json.WriteNull(name);
    }

    private static string Text(JobStatus status) => SnakeCase.Of(status.ToString());
}
