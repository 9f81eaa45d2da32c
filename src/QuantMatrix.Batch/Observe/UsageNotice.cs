using QuantMatrix.Batch.Cli;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Model;

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
        var list = new ArgumentList([.. arguments.Skip(1)], CommandSchema.All.First(c => c.Name == arguments[0]));
        var file = TryRead(context, list.Value("jobs"));
        var begun = new RunReport(RunId.At(now), Target(list, file), null, now);
        var ended = begun.EndedEarly(now, ExitCode.Usage, context.Settings.Redact(message));
        var settings = context.Settings with { Observers = new ObserverSettings { Ping = to.Ping, Webhook = to.Webhook } };
        using var observers = RunObservers.Of(settings, file?.Notify ?? new(), null, context.Error);
        observers.Begin(begun);
        await observers.ConcludeAsync(new(ended, Verdict.Of(ended, []), $"{ended.Reason}\n"));
    }

    /// <summary>The argument that the job file knows; beside an unknown option, another one may be that option's value.</summary>
    private static string Target(ArgumentList list, JobFile? file) =>
        list.Positional.FirstOrDefault(name => file?.Targets.Contains(name) == true) ?? (list.Positional.Count > 0 ? list.Positional[^1] : null)
        ?? file?.Schedules.FirstOrDefault(s => s.Name == list.Value("catch-up"))?.Target ?? PlanCommand.DefaultTarget;

    /// <summary>Null for an invalid job file.</summary>
    private static JobFile? TryRead(CommandContext context, string? path)
    {
        try
        {
            return context.ReadJobs(path);
        }
        catch (ConfigurationException)
        {
            return null;
        }
    }
}
