using System.Globalization;
using QuantMatrix.Batch.Cli.Output;
using QuantMatrix.Batch.Composition;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Batch.Schedules;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Cli;

/// <summary>Runs the target of a schedule for its newest session and, if the schedule says so, for every missed one before, oldest first.</summary>
/// <param name="command">A run with <c>--catch-up</c>.</param>
internal sealed class CatchUpRuns(RunCommand command, CommandContext context)
{
    private const int MaxShown = 10;

    private readonly string again = NextStep.Command(["run", "--catch-up", command.CatchUp!, .. NextStep.Option("--jobs", command.Jobs)]);

    /// <summary>The sessions to run, oldest first; empty until they are determined, or when that is impossible.</summary>
    private IReadOnlyList<DateOnly> sessions = [];

    /// <summary>The report of the newest of these runs.</summary>
    private RunReport? ended;

    public async Task<int> RunAsync(CancellationToken ct)
    {
        var run = command with { CatchUp = null, Command = $"{again} --wait {ScheduleSettings.Wait}", Ended = report => ended = report };
        if (FindSchedule() is not { } schedule) return await (run with { Target = LastTarget(run.Command) }).RunAsync(context, ct);
        run = run with { Target = schedule.Target, ExitOnPartial = command.ExitOnPartial || schedule.Policy.ExitOnPartial };
        if (command.DryRun)
        {
            var session = await FindAsync(run.Plan(context), context.Output, ct);
            return await (run with { AsOf = session is { } asOf ? Date(asOf) : null }).RunAsync(context, ct);
        }
        var code = await (run with { FindSessionAsync = FindAsync }).RunAsync(context, ct);
        return sessions.Count <= 1 ? code : await RunAsync(run, code, ct);

        async Task<DateOnly?> FindAsync(RunPlan plan, TextWriter output, CancellationToken ct)
        {
            if (await MissedAsync(run, plan, ct) is not { } missed) return null;
            var isAll = schedule.Policy.CatchUp == CatchUpMode.All;
            Describe(schedule, missed, isAll, output);
            sessions = isAll ? missed.ToRun : [missed.ToRun[^1]];
            return sessions.Count == 1 ? null : sessions[0];
        }
    }

    /// <summary>The target of the last run by this schedule; with an invalid job file, reports alone know it.</summary>
    private string LastTarget(string again) => command.Target != PlanCommand.DefaultTarget ? command.Target
        : new RunLedger(context.Settings.Data.Runs, context.Error).Past().FirstOrDefault(r => r.Command == again)?.Target ?? command.CatchUp!;

    /// <returns>Null for an invalid job file: a run refuses it and records that.</returns>
    /// <exception cref="UsageException">There is no such schedule, or another option contradicts it.</exception>
    private Schedule? FindSchedule()
    {
        if (command.AsOf is not null) throw new UsageException("--catch-up and --as-of are mutually exclusive");
        try
        {
            var schedules = context.ReadJobs(command.Jobs).Schedules;
            var found = schedules.FirstOrDefault(s => s.Name == command.CatchUp)
                ?? throw new UsageException($"--catch-up {command.CatchUp}: unknown schedule"
                    + DidYouMean.Hint(command.CatchUp!, schedules.Select(s => s.Name)));
            if (command.Target is not PlanCommand.DefaultTarget && command.Target != found.Target)
                throw new UsageException($"--catch-up {found.Name} runs '{found.Target}', but TARGET is '{command.Target}'; leave it out");
            return found;
        }
        catch (ConfigurationException)
        {
            return null;
        }
    }

    /// <returns>Null when a service fails: the run meets the same fault and records it.</returns>
    private async Task<MissedSessions?> MissedAsync(RunCommand run, RunPlan plan, CancellationToken ct)
    {
        try
        {
            var ledger = new RunLedger(context.Settings.Data.Runs, context.Error);
            var start = run.Start("plan", null, workers: 1, context, plan) with { IsReadOnly = true, Output = TextWriter.Null };
            using var open = await context.RunServices.OpenRunAsync(start, ct);
            var published = await context.RunServices.PublishedThroughAsync(start, ct);
            var complete = MissedSessions.Complete(ledger.Past(), [.. plan.Jobs.Select(j => j.Name)]);
            return MissedSessions.Of(complete, open.Calendar, open.AsOf, published, command.AllowOlder);
        }
        catch (Exception e) when (e is TemporaryException or ConfigurationException or DataUnfitException)
        {
            return null;
        }
    }

    private static void Describe(Schedule schedule, MissedSessions missed, bool isAll, TextWriter output)
    {
        var before = missed.ToRun.Count - 1;
        if (before > 0)
            output.WriteLine($"{schedule.Name}: {Plural.Of(before, "session")} missed before {Date(missed.ToRun[^1])}: {Dates([.. missed.ToRun.SkipLast(1)])}; "
                + (isAll ? "the oldest runs first" : "only the newest session runs; catch_up: all runs the missed ones too"));
        if (missed.Older.Count > 0)
            output.WriteLine($"{schedule.Name}: not run, because a newer session is published: {Dates(missed.Older)}; "
                + "--allow-older runs them and, after them, the newer ones again");
    }

    /// <summary>Runs the sessions after the first one.</summary>
    /// <param name="first">The exit code of the first one.</param>
    private async Task<int> RunAsync(RunCommand run, int first, CancellationToken ct)
    {
        var codes = new List<int> { first };
        for (var i = 1; i < sessions.Count; i++)
        {
            // A run that was refused, or ended as temporary, remains as well.
            if (codes[^1] == ExitCode.Temporary || ended?.Reason is not null)
            {
                using var console = new RunConsole(context, isQuiet: false, command.Log == "json");
                var reason = $"{Date(sessions[i - 1])} {(ended?.Reason is null ? "ended as temporary" : "was refused")}";
                await console.Context.Output.WriteLineAsync(Left(reason, i - 1));
                return ExitCode.OfRun([.. codes, ExitCode.Temporary]);
            }
            var fault = await BudgetFaultAsync(run, sessions[i], ct);
            // The last one is the newest session at its time, as in a run without --catch-up.
            var session = i == sessions.Count - 1 ? null : Date(sessions[i]);
            codes.Add(await (run with { AsOf = session, Refusal = fault is null ? null : new(Left(fault, i)) }).RunAsync(context, ct));
            if (fault is not null) break;
        }
        return ExitCode.OfRun(codes);
    }

    private string Left(string reason, int done) => $"{reason}; {Plural.Of(sessions.Count - done, "session remains", "sessions remain")}: "
        + $"{Dates([.. sessions.Skip(done)])}. To continue: {again}";

    /// <returns>Null when the calls left of today's budget suffice for the session.</returns>
    private async Task<string?> BudgetFaultAsync(RunCommand run, DateOnly session, CancellationToken ct)
    {
        if (!LiveSources.AreWanted(context.Settings)) return null;
        var plan = run.Plan(context);
        var start = run.Start("plan", session, workers: 1, context, plan) with { IsReadOnly = true, AllowOlder = true, Output = TextWriter.Null };
        using var open = await TryOpenAsync(start, ct);
        foreach (var job in open is null ? [] : plan.Jobs.Where(j => j.Kind.Job is IForecast))
            if ((await PlanCommand.ForecastAsync(job, open!, ct)).Calls is { LeftToday: { } left } cost && left < cost.Calls)
                return $"{Date(session)} takes {Plural.Of(cost.Calls, "call")} to {cost.Provider}, of which {Plural.Number(left)} are left today";
        return null;
    }

    /// <returns>Null when a service fails: the run meets the same fault and records it.</returns>
    private async Task<RunContext?> TryOpenAsync(RunStart start, CancellationToken ct)
    {
        try
        {
            return await context.RunServices.OpenRunAsync(start, ct);
        }
        catch (Exception e) when (e is TemporaryException or ConfigurationException or DataUnfitException)
        {
            return null;
        }
    }

    private static string Dates(IReadOnlyList<DateOnly> sessions) => string.Join(", ", sessions.Take(MaxShown).Select(Date))
        + (sessions.Count > MaxShown ? $" … {Date(sessions[^1])}" : "");

    private static string Date(DateOnly session) => session.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
