using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Batch.Observe;

/// <summary>A run that has ended, with the text that the console shows.</summary>
/// <param name="Summary">One line per job, then one for the run.</param>
internal sealed record RunOutcome(RunReport Report, Verdict Verdict, string Summary)
{
    /// <summary>What an operator needs at night in addition to the verdict, one line each; empty for a run that is ok.</summary>
    public IReadOnlyList<string> Details { get; init; } = [];

    /// <summary>The verdict, if there is something to say, and the summary.</summary>
    public string Text => Verdict.Line is null ? Summary : $"{Verdict.Line}\n{Summary}";
}

/// <summary>Follows a run from before anything is opened until it has ended, on every way out.</summary>
internal interface IRunObserver : IRunSink
{
    /// <summary>As messages name it: its variable.</summary>
    string Name { get; }

    /// <summary>Returns at once.</summary>
    void RunBegan(RunReport run)
    {
    }

    /// <summary>Called once, also for a run that was refused.</summary>
    /// <param name="ct">Canceled when the observer has used up its time; the process then ends without it.</param>
    Task RunConcludedAsync(RunOutcome outcome, CancellationToken ct) => Task.CompletedTask;
}
