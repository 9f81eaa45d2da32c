using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Apache.Arrow;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Indicators;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Lake;
using QuantMatrix.Model;
using QuantMatrix.Publish;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Records the immutable daily snapshot of each symbol.</summary>
public sealed class RecordDailyHistoryJob : Job<RecordDailyHistoryOptions>, IRowForecast, IRepeatable
{
    private static readonly string[] AllRows = ["rows_added", "rows_restated", "rows_refused", "rows_unchanged"];

    public IReadOnlyList<string> Reads => [JobData.Tracked, JobData.Bars, JobData.Features, JobData.History];

    public IReadOnlyList<string> Writes => [JobData.History];

    protected override IEnumerable<JobCounter> Counted(RecordDailyHistoryOptions options) => AllRows.Select(name => new JobCounter(name, AllRows));

    public async Task<string> RowsAsync(object options, RunContext run, CancellationToken ct)
    {
        var wanted = (RecordDailyHistoryOptions)options;
        var symbols = await PortfolioAsync(wanted, run, ct) is { Count: > 0 } portfolio ? portfolio : wanted.Symbols ?? await TrackedSymbols.ReadAsync(run, ct);
        return $"{await RowEstimate.OfBarsAsync(run, symbols, RowsToKeep.Last(wanted.Days), ct)} to market_analysis_history";
    }

    public override async Task<JobResult> RunAsync(RecordDailyHistoryOptions options, RunContext run, IProgress<JobProgress> progress, CancellationToken ct)
    {
        var (from, last) = (run.Calendar.Back(run.AsOf, options.Days - 1), run.Calendar.AtOrBefore(run.AsOf));
        var portfolio = await PortfolioAsync(options, run, ct);
        var inputs = Inputs(run, from, portfolio, options);
        if (await run.Tables.UnchangedHistoryAsync(inputs, ct) is { } unchanged)
            return Result($"{from:yyyy-MM-dd} to {last:yyyy-MM-dd}", new(0, 0, 0, unchanged)).Same();
        if (await ReadAsync(run, from, portfolio.Count > 0 ? portfolio : options.Symbols, ct) is not { } rows)
            return portfolio.Count > 0 ? NoPortfolioRows(from, last, portfolio.Count) : throw NoRows(from, last, options.Days);
        var missing = await SessionsWithoutFeaturesAsync(run, from, ct);
        Failpoint.HistoryBeforeAppend.Reach();
        var count = await run.Tables.AppendHistoryAsync(rows, run.RunId, options.Restate, missing == 0 ? inputs : null, ct);
        Failpoint.HistoryAfterAppend.Reach();
        return Result($"{from:yyyy-MM-dd} to {last:yyyy-MM-dd}", count) with
        {
            Status = count.Refused == 0 && missing == 0 ? JobStatus.Ok : JobStatus.Partial,
            PartialBy = missing == 0 ? ["rows_refused"] : [],
            Warnings = [.. Warnings(missing, count.Refused, options.Days)],
            Again = count.Refused > 0 || missing > 0 ? null
                : Result($"{from:yyyy-MM-dd} to {last:yyyy-MM-dd}", new(0, 0, 0, count.Added + count.Restated + count.Unchanged)),
        };
    }

    /// <summary>Everything the recorded rows and the warnings depend on.</summary>
    private static string Inputs(RunContext run, DateOnly from, IReadOnlyList<string> portfolio, RecordDailyHistoryOptions options)
    {
        var manifest = run.Lake.Current();
        return InputFingerprints.Of(
            (FeatureTable.Name, manifest.ContentOf(FeatureTable.Name)),
            (PriceData.Name, manifest.ContentOf(PriceData.Name)),
            ("sessions", $"{from:O} {run.AsOf:O}"),
            ("symbols", string.Join(' ', portfolio.Count > 0 ? portfolio : options.Symbols ?? [])),
            ("restate", options.Restate ?? ""),
            ("code", InputFingerprints.CodeOf(typeof(ITables), typeof(Catalogue)))).Text;
    }

    /// <summary>The symbols held, unless the options name others.</summary>
    private static async Task<IReadOnlyList<string>> PortfolioAsync(RecordDailyHistoryOptions options, RunContext run, CancellationToken ct) =>
        options.Symbols is null && !options.WholeUniverse ? await TrackedSymbols.PortfolioAsync(run, ct) : [];

    /// <summary>Features of some symbols, or of all, since a session; null for none.</summary>
    private static Task<RecordBatch?> ReadAsync(RunContext run, DateOnly from, IReadOnlyList<string>? symbols, CancellationToken ct) =>
        run.Lake.TableAsync(run.Lake.Current(), $"""
            SELECT {run.Lake.Features.ColumnList} FROM features
            WHERE date BETWEEN DATE '{from:yyyy-MM-dd}' AND DATE '{run.AsOf:yyyy-MM-dd}'
            {(symbols is null ? "" : $"AND symbol IN ({string.Join(", ", symbols.Select(Quoted))})")}
            ORDER BY symbol, date
            """, ct);

    private static async Task<long> SessionsWithoutFeaturesAsync(RunContext run, DateOnly from, CancellationToken ct)
    {
        var rows = await run.Lake.TableAsync(run.Lake.Current(), $"""
            SELECT count(DISTINCT date) FROM price_data
            WHERE date BETWEEN DATE '{from:yyyy-MM-dd}' AND DATE '{run.AsOf:yyyy-MM-dd}' AND date NOT IN (SELECT date FROM features)
            """, ct);
        return ((Int64Array)rows!.Column(0)).Values[0];
    }

    private static JobResult NoPortfolioRows(DateOnly from, DateOnly last, int symbols) => JobResult.Partial(
        $"{from:yyyy-MM-dd} to {last:yyyy-MM-dd}: nothing recorded",
        $"features has no row of the {Plural.Of(symbols, "portfolio symbol")}; to record every tracked symbol: --set record_daily_history.whole_universe=true");

    private static DataUnfitException NoRows(DateOnly from, DateOnly last, int days) =>
        new($"features has no row from {from:yyyy-MM-dd} to {last:yyyy-MM-dd}; run recompute_indicators_universe first, with keep at least {days}");

    private static JobResult Result(string sessions, HistoryCount count) => JobResult.Ok($"{sessions}: {Plural.Of(count.Added, "row")} added, "
        + $"{Plural.Number(count.Restated)} restated, {Plural.Number(count.Unchanged)} unchanged") with
    {
        Counters = new Dictionary<string, long>
        {
            ["rows_added"] = count.Added,
            ["rows_restated"] = count.Restated,
            ["rows_refused"] = count.Refused,
            ["rows_unchanged"] = count.Unchanged,
        },
        Samples = [.. count.RefusedSamples.Select(d => $"{d.Symbol} {d.Date:yyyy-MM-dd}")],
    };

    private static IEnumerable<string> Warnings(long missing, long refused, int days)
    {
        if (missing > 0)
            yield return $"not recorded: {Plural.Of(missing, "session")} with bars but no features; to keep more features: "
                + $"--set recompute_indicators_universe.keep={days}";
        if (refused > 0)
            yield return $"left unchanged: {Plural.Of(refused, "recorded row")} that would differ now; to add revisions: "
                + "--set record_daily_history.restate=REASON";
    }

    private static string Quoted(string symbol) => Symbols.TryCanonical(symbol, out var canonical) ? $"'{canonical}'"
        : throw new ConfigurationException($"record_daily_history: invalid symbol '{symbol}'; expected letters and digits, like BRK-B");
}

/// <summary>Which symbols and sessions to record. A recorded day changes only with a reason.</summary>
public sealed record RecordDailyHistoryOptions
{
    [Description("The symbols; null for the portfolio, or for every symbol with features when there is no portfolio.")]
    public IReadOnlyList<string>? Symbols { get; init; }

    [Description("Every symbol with features, even when there is a portfolio.")]
    public bool WholeUniverse { get; init; }

    [Description("The number of sessions, ending with the run's own.")]
    [Range(1, 20_000)]
    public int Days { get; init; } = 1;

    [Description("The reason for a new revision of a recorded day; null leaves recorded days unchanged.")]
    public string? Restate { get; init; }
}
