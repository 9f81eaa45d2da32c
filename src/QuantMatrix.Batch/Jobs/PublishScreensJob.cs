using System.ComponentModel;
using System.Text.RegularExpressions;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Jobs.Screens;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Lake;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Jobs;

/// <summary>
/// Publishes for each screen the set of symbols whose values in the newest session satisfy its condition, and records the members and the alerts
/// of the session. When nothing has changed since they were recorded, the sets are published from the recorded members.
/// </summary>
public sealed class PublishScreensJob : Job<PublishScreensOptions>, IRenewable, IRepeatable
{
    /// <summary>Longer than any weekend; a screen that is no longer published expires.</summary>
    private static readonly TimeSpan TimeToLive = TimeSpan.FromDays(7);

    /// <summary>What a run appends to.</summary>
    private static readonly LakeTable[] Recorded = [ScreenMember.Table, ScreenSession.Table, Alert.Table];

    public IReadOnlyList<string> Reads => [JobData.Bars, JobData.Features, JobData.Screens];

    public IReadOnlyList<string> Writes => [JobData.Screens];

    /// <summary>The symbols of each screen, new alerts, and symbols left out.</summary>
    protected override IEnumerable<JobCounter> Counted(PublishScreensOptions options) =>
        options.Screens.Keys.Union(["alerts", "stale"]).Select(name => new JobCounter(name));

    public override async Task<JobResult> RunAsync(PublishScreensOptions options, RunContext run, IProgress<JobProgress> progress, CancellationToken ct)
    {
        var commit = run.Lake.Begin(run.RunId);
        if (commit.Rows(run.Lake.Features) == 0) throw new DataUnfitException("features has no rows to screen; run recompute_indicators_universe first");
        var inputs = Inputs(run, commit.Basis, options);
        var isRecorded = Recorded.All(table => commit.Basis.Difference(table, inputs) is null);
        var rows = isRecorded ? await new RecordedScreens(run.Lake, commit.Basis).ReadAsync(options.Screens, ct)
            : await new ScreenQuery(run.Lake, commit.Basis).RunAsync(options.Screens, ct);
        var sets = rows.Screens.ToDictionary(s => $"screen:{s.Screen}", s => (IReadOnlyCollection<string>)s.Symbols);
        await run.Sets.ReplaceSetsAsync(sets, TimeToLive, ct);
        var alerts = isRecorded ? 0 : await RecordAsync(run, commit, rows, inputs, ct);

        var counts = rows.Screens.ToDictionary(s => s.Screen, s => (long)s.Symbols.Count);
        return Result(rows, counts, alerts) with { Again = Result(rows, counts, 0) };
    }

    private static JobResult Result(ScreenRows rows, Dictionary<string, long> counts, long alerts)
    {
        var summary = counts.Count == 0 ? "no screens" : string.Join(", ", counts.Select(c => $"{c.Key} {c.Value}"));
        var stale = rows.Stale == 0 ? "" : $"; left out: {Plural.Of(rows.Stale, "symbol")} without a bar on {Day.Text(rows.Day)}";
        return JobResult.Ok($"{summary}; {Plural.Of(alerts, "new alert")}{stale}") with
        {
            Counters = new Dictionary<string, long>(counts) { ["alerts"] = alerts, ["stale"] = rows.Stale },
        };
    }

    /// <summary>Publishes the sets again as they are.</summary>
    public async Task<bool> RenewAsync(object options, RunContext run, JobResult result, CancellationToken ct)
    {
        var sets = new Dictionary<string, IReadOnlyCollection<string>>();
        foreach (var screen in ((PublishScreensOptions)options).Screens.Keys)
        {
            var symbols = await run.Sets.MembersAsync($"screen:{screen}", ct);
            if (symbols.Count != result.Counters.GetValueOrDefault(screen)) return false;
            sets[$"screen:{screen}"] = symbols;
        }
        await run.Sets.ReplaceSetsAsync(sets, TimeToLive, ct);
        return true;
    }

    /// <summary>Everything that members and alerts depend on.</summary>
    private static InputFingerprints Inputs(RunContext run, Manifest manifest, PublishScreensOptions options) => InputFingerprints.Of(
        ("lake", manifest.ContentOf(FeatureTable.Name, IntradayFeatureTable.Table.Name, PriceData.Name, StoredAction.Table.Name)),
        ("screens", string.Join('\n', options.Screens.Select(s => $"{s.Key}: {s.Value}"))),
        ("levels", string.Join('\n', run.Watch.SelectMany(list => list.Levels.Select(l => $"{list.Name} {l.Key} {string.Join(' ', l.Value)}")))),
        ("code", InputFingerprints.CodeOf(typeof(PublishScreensJob), typeof(DataLake))));

    /// <summary>Appends what is not recorded yet.</summary>
    /// <returns>The number of new alerts.</returns>
    private static async Task<long> RecordAsync(RunContext run, LakeCommit commit, ScreenRows rows, InputFingerprints inputs, CancellationToken ct)
    {
        var sessions = await run.Lake.RowsAsync(commit.Basis, ScreenSession.Table, ct);
        var before = sessions.Where(s => s.Day < rows.Day).Select(s => s.Day).DefaultIfEmpty(rows.Day - 1).Max();
        var members = await run.Lake.RowsAsync(commit.Basis, ScreenMember.Table, ct, Day.Date(ScreenLog.Oldest(sessions, rows)));
        var log = new ScreenLog(sessions, members).Add(rows, run.RunId);
        var found = await new FeatureAlerts(run.Lake, commit.Basis, before, rows.Day).FindAsync(run.Watch, ct);
        var known = (await run.Lake.RowsAsync(commit.Basis, Alert.Table, ct, Day.Date(before))).Select(a => a.Key).ToHashSet();
        List<Alert> alerts = [.. log.Alerts.Concat(found).Where(a => known.Add(a.Key)).Select(a => a with { RunId = run.RunId })];
        await commit.AppendAsync(ScreenMember.Table, log.Members, ct);
        await commit.AppendAsync(ScreenSession.Table, log.Sessions, ct);
        await commit.AppendAsync(Alert.Table, alerts, ct);
        foreach (var table in Recorded) commit.Stamp(table, inputs);
        commit.Publish();
        return alerts.Count;
    }
}

/// <summary>The screens to publish.</summary>
public sealed partial record PublishScreensOptions : ICheckedOptions
{
    [Description("SQL conditions on the columns, by the screen's name; the same as for the command screen.")]
    public IReadOnlyDictionary<string, string> Screens { get; init; } = new Dictionary<string, string>();

    /// <summary>Those of the first job of the kind in a job file; none without a file.</summary>
    internal static PublishScreensOptions Of(JobFile? file) => file is null ? new() : new Planner(file).OptionsOf<PublishScreensOptions>();

    IEnumerable<OptionFault> ICheckedOptions.Faults
    {
        get
        {
            var conditions = Screens.ToDictionary(s => s.Key, s => new ScreenCondition(s.Value));
            var areValid = ScreenCondition.AreValid(conditions.Values);
            return Screens.Keys.SelectMany(name => FaultsOf(name, areValid ? null : conditions[name]));
        }
    }

    /// <param name="condition">Null when it is known to be valid.</param>
    private static IEnumerable<OptionFault> FaultsOf(string name, ScreenCondition? condition)
    {
        if (!Name().IsMatch(name)) yield return new($"invalid screen name '{name}'; expected lower-case letters, digits and _", name);
        if (condition is null) yield break;
        foreach (var fault in condition.Faults) yield return new($"condition of screen '{name}' ({condition.Text}): {fault}", name);
    }

    [GeneratedRegex("^[a-z0-9_]+$")]
    private static partial Regex Name();
}
