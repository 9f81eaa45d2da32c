using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Http;
using QuantMatrix.Lake;
using QuantMatrix.Lake.Tables;
using QuantMatrix.MarketData;
using QuantMatrix.Model;
using QuantMatrix.Reconcile;

namespace QuantMatrix.Batch.Jobs;

/// <summary>The work of every backfill job: a local source is read whole; from a live one, missing sessions are requested.</summary>
internal sealed class Backfill(RunContext run, IBarSource source, IProgress<JobProgress>? progress = null)
{
    /// <summary>Sessions of a first fetch by default: the recursive columns are stable after them, and every provider returns them in one call.</summary>
    public const int FirstSessions = 1500;

    private const int LongestWindow = 270;
    private const int WarmUp = 70;

    private readonly BackfillSummary summary = new(run, source);
    private readonly BarQualityChecks quality = new(run.Calendar, run.Checks.OfBars(source.IsLocal));

    /// <summary>The first session was named explicitly: sessions fetched before are fetched again.</summary>
    public bool IsRefetch { get; init; }

    /// <summary>Every gap from the first session to the run's own is requested.</summary>
    public bool IsRange { get; init; }

    /// <summary>Sessions requested of a symbol that is fetched for the first time, unless its first session is given.</summary>
    public int FirstDays { get; init; } = FirstSessions;

    /// <summary>The most calls that the requests may cost; those of further symbols are left for a later run. Null for no limit.</summary>
    public int? MaxCalls { get; init; }

    /// <summary>The first session to fetch, so that 200- and 252-session windows are filled; null for a local source, which is read whole.</summary>
    public static DateOnly? Since(RunContext run, int days) =>
        run.Sources.IsLocal ? null : run.Calendar.Back(run.AsOf, Math.Max(LongestWindow, days + WarmUp) - 1);

    /// <param name="symbols">At least one.</param>
    /// <param name="universe">Number of symbols that failures are measured against.</param>
    /// <param name="since">First session; null for everything a local source has.</param>
    public async Task<JobResult> RunAsync(IReadOnlyList<string> symbols, int universe, DateOnly? since, CancellationToken ct)
    {
        var result = source.IsLocal ? await ReadLocalAsync(symbols, universe, since, ct) : await RequestAsync(symbols, universe, since, ct);
        run.Lake.WriteViews();
        run.Lake.Sweep();
        return result;
    }

    /// <summary>What <see cref="RunAsync"/> would fetch.</summary>
    public async Task<JobForecast> ForecastAsync(IReadOnlyList<string> symbols, DateOnly? since, CancellationToken ct)
    {
        var tracked = Plural.Of(symbols.Count, "symbol");
        if (source.IsLocal) return new($"{tracked} from the folder, no calls");
        var due = (await DueAsync(symbols, since, ct)).Requests;
        var calls = await source.ForecastAsync(due, ct);
        var cost = Cost(calls, calls is null ? null : source.CalendarCalls(calls));
        return new($"{tracked}, {Plural.Number(due.Count)} due by {run.AsOf:yyyy-MM-dd}: {cost}", calls);
    }

    /// <summary>As in <c>517 calls to twelvedata at 8 a minute, about 65 minutes; 800 calls left today; calendars: 1 call to yahoo</c>.</summary>
    /// <param name="calendars">Calls for calendars of splits and dividends by provider, made when any symbol is due.</param>
    internal static string Cost(CallForecast? forecast, IReadOnlyDictionary<string, int>? calendars = null)
    {
        if (forecast is not { Calls: > 0 } cost) return Plural.Of(0, "call");
        var time = cost.Minutes == 1 ? "under a minute" : $"about {Plural.Of(cost.Minutes, "minute")}";
        var needed = cost.Calls + (calendars?.GetValueOrDefault(cost.Provider) ?? 0);
        var left = cost.LeftToday is { } rest ? $"; {Plural.Of(rest, "call")} left today{(rest < needed ? ", too few" : "")}" : "";
        var others = string.Join(", ", (calendars ?? new Dictionary<string, int>()).Select(c => $"{Plural.Of(c.Value, "call")} to {c.Key}"));
        var more = others.Length > 0 ? $"; calendars: {others}" : "";
        var calls = $"{Plural.Of(cost.Calls, "call")} to {cost.Provider}{(cost.IsBulk ? " in bulk" : "")}";
        return $"{calls} at {Plural.Number(cost.CallsPerMinute)} a minute, {time}{left}{more}";
    }

    private async Task<DueBars> DueAsync(IReadOnlyList<string> symbols, DateOnly? since, CancellationToken ct)
    {
        var window = IsRange ? run.Calendar.Count(since!.Value, run.AsOf) : (int?)null;
        var first = IsRange || IsRefetch ? since!.Value : run.Calendar.Back(run.AsOf, FirstDays - 1);
        var plan = new FetchPlan(run.Calendar, since!.Value, run.AsOf, IsRefetch, window) { FirstFetch = first };
        var due = await DueBars.ReadAsync(run, run.Chosen(symbols), plan, ct);
        if (MaxCalls is not { } calls) return due;
        var units = await run.Lake.RowsAsync(run.Lake.Current(), OpenUnit.Table, ct);
        return await new CallLimit(source, calls).LimitAsync(CallLimit.Ordered(due, units.Where(u => u.Job == run.Job)), summary, ct);
    }

    private async Task<JobResult> RequestAsync(IReadOnlyList<string> symbols, int universe, DateOnly? since, CancellationToken ct)
    {
        await new LiveBackfill(run, source, await DueAsync(symbols, since, ct), progress, summary, quality).RunAsync(universe, ct);
        return summary.Result(symbols.Count, universe);
    }

    private async Task<JobResult> ReadLocalAsync(IReadOnlyList<string> symbols, int universe, DateOnly? since, CancellationToken ct)
    {
        var inputs = source.Fingerprint is { } content ? InputFingerprints.Of(("source", content),
            ("symbols", string.Join(' ', symbols)), ("since", $"{since:O}"), ("as_of", $"{run.AsOf:O}"), ("checks", $"{run.Checks}")) : null;
        if (IsStored(inputs)) return Unchanged(symbols, universe).Same();
        var before = run.Lake.Current().Version;
        await FetchAsync(symbols, since, inputs, ct);
        var result = summary.Result(symbols.Count, universe);
        return run.Lake.Current().Version == before ? result.Same() : result with { Again = IsStored(inputs) ? Unchanged(symbols, universe) : null };
    }

    private bool IsStored(InputFingerprints? inputs) => inputs is not null && run.Lake.Current().Difference(PriceData.Table, inputs) is null;

    /// <summary>The result for a folder that has not changed since its bars were stored.</summary>
    private JobResult Unchanged(IReadOnlyList<string> symbols, int universe)
    {
        var unchanged = new BackfillSummary(run, source) { Unchanged = true };
        unchanged.Fail(source.Missing(symbols));
        return unchanged.Result(symbols.Count, universe);
    }

    private async Task FetchAsync(IReadOnlyList<string> symbols, DateOnly? since, InputFingerprints? inputs, CancellationToken ct)
    {
        await foreach (var part in source.FetchAsync([.. symbols.Select(s => new BarRequest(s, since, run.AsOf))], ct))
        {
            var report = quality.Check(part.Bars);
            summary.Add(part, report);
            summary.Add(await new BarCommit(run.Lake, run.RunId)
                .StoreAsync(new FetchedBars(report.Passed), ReconcileRules.Folder(source.Name), from: null, [.. part.Rejected, .. report.Held], ct));
            progress?.Report(summary.Stored, 0, "bars");
        }
        // Inputs without a bar, or with too many refused rows, are read and reported again by the next run.
        if (inputs is null || summary.Stored == 0 || summary.Shortfalls.Any) return;
        using var writeLock = await run.Lake.LockForWriteAsync(ct);
        var commit = run.Lake.Begin(run.RunId);
        commit.Stamp(PriceData.Table, inputs);
        commit.Publish();
    }
}
