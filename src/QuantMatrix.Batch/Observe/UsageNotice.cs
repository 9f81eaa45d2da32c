using QuantMatrix.Batch.Cli;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Batch.Observe;

/// <summary>
/// Reports a run whose command line is wrong to the dead man's switch and the webhook: in a schedule it would fail every night. It leaves
/// no report in the data root, and an operator at a terminal sees the message.
/// </summary>
internal static class UsageNotice
{
    public static async Task SendAsync(Func<CommandContext> open, IReadOnlyList<string> arguments, string message)
    {
        if (arguments is not ["run", ..] || arguments.Contains("--dry-run") || open() is not { Terminal: false } context) return;
        var to = context.Settings.Observers;
        if (to.Ping is null && to.Webhook is null) return;
        var now = context.Time.GetUtcNow();
        var target = arguments.Skip(1).FirstOrDefault(a => !a.StartsWith('-')) ?? PlanCommand.DefaultTarget;
        var begun = new RunReport(RunId.At(now), target, null, now);
        var ended = begun.EndedEarly(now, ExitCode.Usage, context.Settings.Redact(message));
        var settings = context.Settings with { Observers = new ObserverSettings { Ping = to.Ping, Webhook = to.Webhook } };
        using var observers = RunObservers.Of(settings, new(), null, context.Error);
        observers.Begin(begun);
        await observers.ConcludeAsync(new(ended, Verdict.Of(ended, []), $"{ended.Reason}\n"));
    }
}
