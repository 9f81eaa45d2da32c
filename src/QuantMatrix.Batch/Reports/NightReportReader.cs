using QuantMatrix.Batch.Cli;
using QuantMatrix.Batch.Composition;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Coverage;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Jobs;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Model;
using QuantMatrix.Report;
using QuantMatrix.Report.Night;

namespace QuantMatrix.Batch.Reports;

/// <summary>Reads everything the night's page shows.</summary>
internal sealed class NightReportReader(RunContext run, RunLedger ledger)
{
    private const int CoverageSessions = 60, RunsSearched = 50;

    /// <param name="requested">Null for the newest session with features.</param>
    /// <exception cref="DataUnfitException">No features of the session are stored.</exception>
    public async Task<NightReport> ReadAsync(DateOnly? requested, CancellationToken ct)
    {
        var report = new NightReport(default);
        await run.ReadSqlAsync(sql => report = Read(sql, requested), ct);
        var symbols = report.Symbols.Rows.Select(r => r.Text("symbol")).Order(StringComparer.Ordinal).ToList();
        var bars = RecentBarsReader.ReadAsync(run, symbols, report.Date, ct);
        return await WithCoverageAsync(report with { Bars = await bars }, ct);
    }

    private NightReport Read(ISqlConnection sql, DateOnly? requested)
    {
        var session = SessionOf(sql, requested);
        var isPast = session < SessionOf(sql, null);
        var queries = new NightQueries(session, run.Market.Benchmark);
        var before = sql.Table(queries.Before).Rows.First().Date("date");
        var runs = ledger.Past().Take(RunsSearched).Where(r => r.AsOf == session).ToList();
        return new NightReport(session)
        {
            Before = before,
            IsPast = isPast,
            Benchmark = run.Market.Benchmark,
            MadeBy = $"QuantMatrix {ProgramVersion.Current.Version}",
            Symbols = sql.Table(queries.Symbols),
            Events = sql.Table(queries.Events(before ?? session)),
            Breadth = sql.Table(queries.Breadth),
            Sectors = sql.Table(queries.Sectors),
            Screens = new ScreensBySession(sql, session).Read(PublishScreensOptions.Of(run.File).Screens),
            Portfolio = isPast ? ReportTable.Empty : sql.Table(PortfolioCommand.Query(account: null)),
            Restated = sql.Table(NightQueries.Restated(runs.Select(r => r.Id))),
            Quarantine = sql.Table(NightQueries.Quarantine(runs.Select(r => r.Id))),
            Run = NightOf(runs),
            Status = StatusOf(runs),
        };
    }

    /// <summary>The session to report: the one requested, or the newest with features.</summary>
    /// <exception cref="DataUnfitException">No features of it are stored.</exception>
    public static async Task<DateOnly> SessionAsync(RunContext run, DateOnly? requested, CancellationToken ct)
    {
        var session = default(DateOnly);
        await run.ReadSqlAsync(sql => session = SessionOf(sql, requested), ct);
        return session;
    }

    private static DateOnly SessionOf(ISqlConnection sql, DateOnly? requested)
    {
        var kept = sql.Table("SELECT min(date) AS first, max(date) AS last FROM features").Rows.First();
        var newest = kept.Date("last") ?? throw new DataUnfitException("features has no rows to report; run the nightly chain first: ./run.sh");
        if (requested is not { } session) return newest;
        return sql.Table($"SELECT 1 FROM features WHERE date = DATE '{session:yyyy-MM-dd}' LIMIT 1").IsEmpty
            ? throw new DataUnfitException($"features has no row of {session:yyyy-MM-dd}; it holds {kept.Date("first"):yyyy-MM-dd} to {newest:yyyy-MM-dd}. "
                + "Keep more sessions: --set recompute_indicators_universe.keep=all")
            : session;
    }

    /// <summary>The newest run of the session that computed features, else the newest of any kind.</summary>
    private static PastRun? MainOf(List<PastRun> runs) =>
        runs.Find(r => r.Jobs.Any(j => j.Kind == "recompute_indicators_universe" && j.IsGood)) ?? runs.FirstOrDefault();

    private static NightRun? NightOf(List<PastRun> runs)
    {
        if (MainOf(runs) is not { } main) return null;
        var jobs = Shown(main).Select(j => JobOf(main, j)).ToList();
        return new(main.Id, main.IsRunning ? jobs.Select(j => j.Start + j.Seconds).DefaultIfEmpty().Max() : main.Seconds, jobs);
    }

    private static NightJob JobOf(PastRun main, PastJob job) =>
        new(job.Name, SnakeCase.Of($"{job.Status}"), (job.Started!.Value - main.Started).TotalSeconds, job.Seconds, job.Summary) { Warnings = job.Warnings };

    /// <summary>The jobs that have ended: not the one that writes this report.</summary>
    private static IEnumerable<PastJob> Shown(PastRun run) =>
        run.Jobs.Where(j => j.Started is not null && j.Status is not (JobStatus.Running or JobStatus.Waiting)).OrderBy(j => j.Started);

    private static string StatusOf(List<PastRun> runs) => MainOf(runs) is not { } main ? "no report"
        : Shown(main).Any(j => j.IsFailure) ? "failed"
        : Shown(main).Any(j => j.Status != JobStatus.Ok) ? "partial" : "ok";

    private async Task<NightReport> WithCoverageAsync(NightReport report, CancellationToken ct)
    {
        var quarantined = await QuarantinedSessions.ReadAsync(run, ct);
        var window = new SessionWindow(run.Calendar, report.Date, CoverageSessions);
        var statistics = new CoverageStatistics(await CoverageInputs.ReadAsync(run, window, quarantined, ct));
        return report with
        {
            Tracked = statistics.Freshness.Symbols,
            Behind = new(["symbol", "last_bar", "sessions_behind"],
                [.. statistics.Gaps.Where(g => g.SessionsBehind != 0).Select(g => (object?[])[g.Symbol, g.LastBar, g.SessionsBehind])]),
            Coverage =
            [
                .. statistics.Universe.Groups.Where(g => g.Value.Count > 0).Select(g => new IndexCoverage(g.Key, statistics.ByIndex[g.Key].Symbols,
                    statistics.ByIndex[g.Key].Pct, [.. statistics.Bars(g.Value).Select(f => new CoverageCell(f.Date, f.Expected, f.Stored))])),
            ],
        };
    }
}
