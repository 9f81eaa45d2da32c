using System.Globalization;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace QuantMatrix.Batch.Cli.Output;

/// <summary>For a terminal: an animated row per job with status, progress bar and time; cleared at the end of the run.</summary>
public sealed class LiveDisplay : IRunDisplay
{
    public Task<RunReport> ShowAsync(RunPlan plan, Func<IRunSink, Task<RunReport>> run) => AnsiConsole.Progress()
        .AutoClear(true)
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 24 }, new ElapsedTimeColumn(), new PaceColumn())
        .StartAsync(context => run(new LiveRows(context, plan)));
}

/// <summary>The rate of a job that counts its work, and the time left at this rate: <c>41/s, 0:00:12 left</c>.</summary>
internal sealed class PaceColumn : ProgressColumn
{
    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
        new Text(task.IsIndeterminate || task.IsFinished ? "" : Text(task.Speed, task.MaxValue - task.Value));

    /// <param name="rate">Units a second; null while it is unknown.</param>
    /// <param name="left">Units that are not done.</param>
    public static string Text(double? rate, double left)
    {
        if (rate is not { } pace || pace <= 0 || left <= 0) return "";
        var time = TimeSpan.FromSeconds(Math.Min(Math.Ceiling(left / pace), 86_399));
        return string.Create(CultureInfo.InvariantCulture, $"{Math.Round(pace, pace < 10 ? 1 : 0)}/s, {time:h\\:mm\\:ss} left");
    }
}

/// <summary>Updates the rows of a <see cref="LiveDisplay"/>.</summary>
internal sealed class LiveRows(ProgressContext context, RunPlan plan) : IRunSink
{
    private const int TextWidth = 18;
    private readonly int nameWidth = plan.Jobs.Max(job => job.Name.Length);
    private readonly Dictionary<string, ProgressTask> tasks = [];

    public Task RunStartedAsync(RunReport run)
    {
        foreach (var job in plan.Jobs) tasks.Add(job.Name, context.AddTask(Text(job.Name, "grey", "waiting"), autoStart: false));
        return Task.CompletedTask;
    }

    public Task JobStartedAsync(RunReport run, JobReport job)
    {
        var task = tasks[job.Name];
        task.IsIndeterminate = true;
        task.Description = Text(job.Name, "bold", "running");
        task.StartTask();
        return Task.CompletedTask;
    }

    public void JobProgressed(string job, JobProgress progress)
    {
        var task = tasks[job];
        task.IsIndeterminate = progress.Total == 0;
        if (progress.Total > 0) (task.MaxValue, task.Value) = (progress.Total, progress.Done);
        task.Description = Text(job, "bold", progress.ToString());
    }

    public Task JobEndedAsync(RunReport run, JobReport job)
    {
        var task = tasks[job.Name];
        task.IsIndeterminate = false;
        if (job.Status is JobStatus.Ok or JobStatus.Partial) task.Value = task.MaxValue;
        task.Description = Text(job.Name, Color(job.Status), SnakeCase.Of(job.Status.ToString()));
        task.StopTask();
        return Task.CompletedTask;
    }

    private string Text(string job, string style, string text) =>
        $"[{style}]{Markup.Escape(job.PadRight(nameWidth))}[/]  {Markup.Escape(text.PadRight(TextWidth))}";

    private static string Color(JobStatus status) => status switch
    {
        JobStatus.Ok => "green",
        JobStatus.Skipped => "grey",
        JobStatus.Failed => "red",
        _ => "yellow",
    };
}
