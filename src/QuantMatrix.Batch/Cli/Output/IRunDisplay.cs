using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Batch.Cli.Output;

/// <summary>Shows a run while it goes on.</summary>
public interface IRunDisplay
{
    /// <param name="run">The run itself, given the sink that feeds the display.</param>
    Task<RunReport> ShowAsync(RunPlan plan, Func<IRunSink, Task<RunReport>> run);
}
