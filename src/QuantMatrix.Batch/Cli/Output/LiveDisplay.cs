using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using Spectre.Console;

namespace QuantMatrix.Batch.Cli.Output;

/// <summary>For a terminal: one moving row a job with its state, bar, text and time; gone when the run has ended.</summary>
public sealed class LiveDisplay : IRunDisplay
{
    public Task<RunReport> ShowAsync(RunPlan plan, Func<IRunSink, Task<RunReport>> run) => AnsiConsole.Progress()
        .AutoClear(true)
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 24 }, new ElapsedTimeColumn())
        .StartAsync(context => run(new LiveRows(context, plan)));
}
