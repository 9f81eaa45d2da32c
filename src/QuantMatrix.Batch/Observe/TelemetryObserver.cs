using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Batch.Observe;

/// <summary>Exports a span of the run and of each job, and metrics, by OTLP. The SDK reads its variables, <c>OTEL_…</c>, itself.</summary>
internal sealed class TelemetryObserver : IRunObserver, IDisposable
{
    private const string Source = "QuantMatrix.Batch";
    private const int ShutdownMilliseconds = 5_000;

    private readonly ActivitySource source = new(Source, ProgramVersion.Current.Version);
    private readonly Meter meter = new(Source, ProgramVersion.Current.Version);
    private readonly TracerProvider tracing = Sdk.CreateTracerProviderBuilder().ConfigureResource(Describe).AddSource(Source).AddOtlpExporter().Build();
    private readonly MeterProvider metering =
        Sdk.CreateMeterProviderBuilder().ConfigureResource(Describe).AddMeter(Source, "Polly").AddOtlpExporter().Build();
    private readonly Counter<long> runs, counts;
    private readonly Histogram<double> runSeconds, jobSeconds;
    private readonly Dictionary<string, Activity?> jobs = [];
    private Activity? run;

    private TelemetryObserver()
    {
        runs = meter.CreateCounter<long>("quantmatrix.runs", "{run}", "Runs that ended, by target and status.");
        counts = meter.CreateCounter<long>("quantmatrix.job.count", null, "The counters of jobs, such as bars_inserted.");
        runSeconds = meter.CreateHistogram<double>("quantmatrix.run.duration", "s", "Duration of runs.");
        jobSeconds = meter.CreateHistogram<double>("quantmatrix.job.duration", "s", "Duration of jobs.");
    }

    public string Name => "OTEL_EXPORTER_OTLP_ENDPOINT";

    [MethodImpl(MethodImplOptions.NoInlining)] // so that a run without the variable loads no library of OpenTelemetry
    public static TelemetryObserver Start() => new();

    public void RunBegan(RunReport report)
    {
        run = source.StartActivity($"run {report.Target}");
        run?.SetTag("quantmatrix.run_id", report.RunId);
    }

    public Task JobStartedAsync(RunReport report, JobReport job)
    {
        jobs[job.Name] = source.StartActivity($"job {job.Name}", ActivityKind.Internal, run?.Context ?? default);
        return Task.CompletedTask;
    }

    public Task JobEndedAsync(RunReport report, JobReport job)
    {
        var labels = new TagList { { "job", job.Name }, { "kind", job.Kind }, { "status", Word(job.Status) } };
        jobSeconds.Record(job.Seconds, labels);
        foreach (var (name, count) in job.Counters) counts.Add(count, new TagList { { "job", job.Name }, { "counter", name } });
        if (jobs.Remove(job.Name, out var span)) End(span, job.ExitCode, job.Summary, [.. labels, new("exit_code", job.ExitCode)]);
        return Task.CompletedTask;
    }

    public Task RunConcludedAsync(RunOutcome outcome, CancellationToken ct)
    {
        var report = outcome.Report;
        var labels = new TagList { { "target", report.Target }, { "status", Word(report.Status) } };
        runs.Add(1, labels);
        runSeconds.Record(report.Seconds, labels);
        var end = report.ExitCode!.Value;
        End(run, end, outcome.Verdict.Line ?? "", [.. labels, new("exit_code", end), new("as_of", report.AsOf?.ToString("O"))]);
        return Task.WhenAll(Task.Run(() => tracing.Shutdown(ShutdownMilliseconds), ct), Task.Run(() => metering.Shutdown(ShutdownMilliseconds), ct));
    }

    public void Dispose()
    {
        tracing.Dispose();
        metering.Dispose();
        source.Dispose();
        meter.Dispose();
    }

    private static void End(Activity? span, int code, string text, IEnumerable<KeyValuePair<string, object?>> tags)
    {
        foreach (var (name, value) in tags) span?.SetTag($"quantmatrix.{name}", value);
        if (code != ExitCode.Ok) span?.SetStatus(ActivityStatusCode.Error, text);
        span?.Dispose();
    }

    private static void Describe(ResourceBuilder resource) => resource.AddService(
        Environment.GetEnvironmentVariable("OTEL_SERVICE_NAME") ?? "quantmatrix", serviceVersion: ProgramVersion.Current.Version);

    private static string Word(JobStatus status) => SnakeCase.Of(status.ToString());
}
