using System.Globalization;
using QuantMatrix.Batch.Cli.Output;
using QuantMatrix.Batch.Composition;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Cli;

/// <summary>Runs the target of a schedule for its newest session and, if the schedule says so, for every missed one before, oldest first.</summary>
/// <param name="command">A run with <c>--catch-up</c>.</param>
internal sealed class CatchUpRuns(RunCommand command, CommandContext context)
{
    private const int MaxShown = 10;

    public async Task<int> RunAsync(CancellationToken ct)
    {
        if (FindSchedule() is not { } schedule) return await (command with { CatchUp = null, Target = command.CatchUp! }).RunAsync(context, ct);
        var run = command with { CatchUp = null, Target = schedule.Target, ExitOnPartial = command.ExitOnPartial || schedule.Policy.ExitOnPartial };
        if (!await OtherRunsAsync(ct)) return await (run with { WaitTime = null }).RunAsync(context, ct);
        if (await MissedAsync(run, ct) is not { } missed) return await run.RunAsync(context, ct);
        var isAll = schedule.Policy.CatchUp == CatchUpMode.All;
        using var console = new RunConsole(context, isQuiet: false, command.Log == "json");
        if (!command.Quiet) Describe(schedule, missed, isAll, console.Context.Output);
        return await RunAsync(run, isAll ? missed.ToRun : [missed.ToRun[^1]], console.Context.Output, ct);
    }

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
    private async Task<MissedSessions?> MissedAsync(RunCommand run, CancellationToken ct)
    {
        try
        {
            var plan = run.Plan(context);
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

    /// <summary>Waits for a run in progress, which may do what is missing.</summary>
    /// <returns>False when it has not ended in time: a run is then refused and records that.</returns>
    private async Task<bool> OtherRunsAsync(CancellationToken ct)
    {
        var (data, wait) = (context.Settings.Data, OptionValues.Duration("--wait", command.WaitTime));
        if (command.DryRun || !Directory.Exists(data.Runs)) return true;
        try
        {
            using var held = await RunLock.TakeAsync(new(data.Runs, context.Error), data, RunId.At(context.Time.GetUtcNow()), wait, ct);
            return true;
        }
        catch (Exception e) when (e is TemporaryException or ConfigurationException)
        {
            return false;
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

    private async Task<int> RunAsync(RunCommand run, IReadOnlyList<DateOnly> sessions, TextWriter output, CancellationToken ct)
    {
        var codes = new List<int>();
        for (var i = 0; i < sessions.Count; i++)
        {
            if (i > 0 && await BudgetFaultAsync(run, sessions[i], ct) is { } fault) return Stop(fault);
            // The last one is the newest session at its time, as in a run without --catch-up.
            var isLast = i == sessions.Count - 1;
            codes.Add(await (run with { AsOf = isLast ? null : Date(sessions[i]) }).RunAsync(context, ct));
            if (run.DryRun) return codes[0];
            if (!isLast && codes[i] == ExitCode.Temporary) return Stop($"{Date(sessions[i])} ended as temporary");
        }
        return ExitCode.OfRun(codes);

        int Stop(string reason)
        {
            // A session that ended as temporary remains as well.
            List<DateOnly> left = [.. sessions.Skip(codes.Count(code => code != ExitCode.Temporary))];
            output.WriteLine($"{reason}; {Plural.Of(left.Count, "session remains", "sessions remain")}: {Dates(left)}. "
                + $"To continue: ./run.sh run --catch-up {command.CatchUp}");
            return ExitCode.OfRun([.. codes, ExitCode.Temporary]);
        }
    }

    /// <returns>Null when the calls left of today's budget suffice for the session.</returns>
    private async Task<string?> BudgetFaultAsync(RunCommand run, DateOnly session, CancellationToken ct)
    {
        if (!LiveSources.AreWanted(context.Settings)) return null;
        var plan = run.Plan(context);
        var start = run.Start("plan", session, workers: 1, context, plan) with { IsReadOnly = true, AllowOlder = true, Output = TextWriter.Null };
        using var open = await context.RunServices.OpenRunAsync(start, ct);
        foreach (var job in plan.Jobs.Where(j => j.Kind.Job is IForecast))
            if ((await PlanCommand.ForecastAsync(job, open, ct)).Calls is { LeftToday: { } left } cost && left < cost.Calls)
                return $"{Date(session)} takes {Plural.Of(cost.Calls, "call")} to {cost.Provider}, of which {Plural.Number(left)} are left today";
        return null;
    }

    private static string Dates(IReadOnlyList<DateOnly> sessions) => string.Join(", ", sessions.Take(MaxShown).Select(Date))
        + (sessions.Count > MaxShown ? $" … {Date(sessions[^1])}" : "");

    private static string Date(DateOnly session) => session.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
