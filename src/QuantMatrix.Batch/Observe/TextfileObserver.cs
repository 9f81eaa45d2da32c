using System.Text;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Batch.Observe;

/// <summary>Writes <c>quantmatrix.prom</c> for node_exporter's textfile collector: the last run of each target.</summary>
internal sealed class TextfileObserver(string directory) : IRunObserver
{
    private static readonly Gauge
        Code = new("quantmatrix_run_exit_code", "Exit code of the last run."),
        State = new("quantmatrix_run_state", "0 ok, 1 slow, 2 partial, 3 stale, 4 failed."),
        Nights = new("quantmatrix_run_trouble_nights", "Nights in a row that ended at least as badly as the last run; 0 when it was ok."),
        Started = new("quantmatrix_run_start_timestamp_seconds", "Start of the last run."),
        Ended = new("quantmatrix_run_end_timestamp_seconds", "End of the last run."),
        Succeeded = new("quantmatrix_run_success_timestamp_seconds", "End of the last run with exit code 0."),
        Session = new("quantmatrix_run_session_timestamp_seconds", "Session of the last run, at midnight UTC."),
        Seconds = new("quantmatrix_run_duration_seconds", "Duration of the last run."),
        JobCode = new("quantmatrix_job_exit_code", "Exit code of each job of the last run."),
        JobSeconds = new("quantmatrix_job_duration_seconds", "Duration of each job of the last run."),
        JobCount = new("quantmatrix_job_count", "Counters of each job of the last run.");

    private readonly string path = Path.Combine(directory, "quantmatrix.prom");

    public string Name => "QM_TEXTFILE_DIR";

    public Task RunConcludedAsync(RunOutcome outcome, CancellationToken ct)
    {
        var earlier = File.Exists(path) ? File.ReadAllLines(path) : [];
        DraftFile.Write(path, Encoding.UTF8.GetBytes(Text(outcome, earlier)));
        return Task.CompletedTask;
    }

    private static string Text(RunOutcome outcome, string[] earlier)
    {
        var (run, verdict, text) = (outcome.Report, outcome.Verdict, new PrometheusText(outcome.Report.Target));
        text.Add(Code, One(run.ExitCode!.Value));
        text.Add(State, One((int)verdict.State));
        text.Add(Nights, One(verdict.State == RunHealth.Ok ? 0 : verdict.Nights));
        text.Add(Started, One(Unix(run.Started)));
        text.Add(Ended, One(Unix(run.Finished!.Value)));
        text.Add(Succeeded, run.ExitCode == ExitCode.Ok ? [One(Unix(run.Finished.Value))] : []);
        text.Add(Session, run.AsOf is { } day ? [One(Unix(new(day, default, TimeSpan.Zero)))] : []);
        text.Add(Seconds, One(run.Seconds));
        text.Add(JobCode, run.Jobs.Select(j => (Of(j), (double)j.ExitCode)));
        text.Add(JobSeconds, run.Jobs.Where(j => j.Started is not null).Select(j => (Of(j), j.Seconds)));
        text.Add(JobCount, run.Jobs.SelectMany(j => j.Counters, (j, c) => (((string, string)[])[.. Of(j), ("counter", c.Key)], (double)c.Value)));
        return text.Write(earlier, kept: Succeeded);
    }

    private static ((string, string)[], double) One(double value) => ([], value);

    private static (string, string)[] Of(JobReport job) => [("job", job.Name)];

    private static double Unix(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000.0;
}
