using Microsoft.Extensions.Logging;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Observe;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Batch.Cli.Output;

/// <summary>What a run prints: text or JSON, at once or, when it is quiet, only after it has turned out that there is something to read.</summary>
internal sealed class RunConsole : IDisposable
{
    private readonly CommandContext original;
    private readonly StringWriter? held;
    private readonly JsonLog? warnings;
    private readonly LogSink? sink;

    /// <param name="isQuiet">Whether a run that is ok prints nothing.</param>
    /// <param name="isJson">Whether each line is a log event as JSON.</param>
    public RunConsole(CommandContext context, bool isQuiet, bool isJson)
    {
        original = context;
        held = isQuiet ? new() : null;
        var output = (TextWriter?)held ?? context.Output;
        Context = context with { Output = output, Terminal = context.Terminal && !isQuiet && !isJson };
        if (!isJson) return;
        (Log, warnings) = (JsonLog.To(output, context.Settings.Redact), JsonLog.To(context.Output, context.Settings.Redact));
        sink = new(Log);
        Context = Context with { Output = new LogLines(Log, LogLevel.Information), Error = new LogLines(warnings, LogLevel.Warning) };
    }

    /// <summary>The context in which the run prints. What goes wrong around it, its errors, is never held back.</summary>
    public CommandContext Context { get; }

    /// <summary>Null for text.</summary>
    public JsonLog? Log { get; }

    public IEnumerable<IRunSink> Sinks => sink is null ? [] : [sink];

    public void Begin(RunReport run) => sink?.RunBegan(run);

    /// <summary>
    /// Prints the verdict, of a quiet run with its details, then what was held back, then the summary. A quiet run that is ok prints at most
    /// that it has recovered.
    /// </summary>
    public void End(RunOutcome outcome)
    {
        sink?.RunConcluded(outcome);
        var isSilent = held is not null && outcome.Verdict.State == RunHealth.Ok;
        if (Log is null && outcome.Verdict.Line is { } verdict) original.Output.WriteLine(verdict);
        if (Log is null && held is not null && !isSilent)
            foreach (var line in outcome.Details) original.Output.WriteLine(line);
        if (!isSilent || (Log is not null && outcome.Verdict.IsRecovered)) original.Output.Write(held);
        if (Log is null && !isSilent) original.Output.Write(outcome.Summary);
        held?.GetStringBuilder().Clear();
    }

    /// <summary>Logs the stack trace of a bug; every other failure is the reason of the run's end.</summary>
    public void LogFailure(Exception failure)
    {
        if (ExitCode.Of(failure) == ExitCode.Failed && failure is not OperationCanceledException)
            warnings!.Factory.CreateLogger("QuantMatrix.Batch").LogError("{Text}", failure.ToString());
    }

    public void Dispose()
    {
        Log?.Dispose();
        warnings?.Dispose();
        held?.Dispose();
    }
}
