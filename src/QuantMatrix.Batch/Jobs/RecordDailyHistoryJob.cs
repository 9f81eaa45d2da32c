using System.ComponentModel.DataAnnotations;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Records the immutable daily snapshot of each symbol.</summary>
public sealed class RecordDailyHistoryJob : Job<RecordDailyHistoryOptions>
{
    public override async Task<JobResult> RunAsync(RecordDailyHistoryOptions options, RunContext run, IProgress<JobProgress> progress, CancellationToken ct)
    {
        var (from, last) = (run.Calendar.Back(run.AsOf, options.Days - 1), run.Calendar.AtOrBefore(run.AsOf));
        var portfolio = options.Symbols is null && !options.WholeUniverse ? await TrackedSymbols.PortfolioAsync(run, ct) : [];
        IReadOnlyList<string>? chosen = portfolio.Count > 0 ? portfolio : options.Symbols;
        var symbols = chosen is null ? "" : $"AND symbol IN ({string.Join(", ", chosen.Select(Quoted))})";
        var rows = await run.Lake.TableAsync(run.Lake.Current(),
            $"SELECT {run.Lake.Features.ColumnList} FROM features WHERE date BETWEEN DATE '{from:yyyy-MM-dd}' AND DATE '{run.AsOf:yyyy-MM-dd}' {symbols} ORDER BY symbol, date", ct);
        if (rows is null && portfolio.Count > 0)
            return JobResult.Partial($"{from:yyyy-MM-dd} to {last:yyyy-MM-dd}: nothing recorded", $"features hold no row of the {portfolio.Count} symbols of the portfolio; to record all that is tracked: --set record_daily_history.whole_universe=true");
        if (rows is null)
            throw new DataUnfitException($"features hold no row from {from:yyyy-MM-dd} to {last:yyyy-MM-dd}; run recompute_indicators_universe first, with keep at least {options.Days}");
        var missing = await SessionsWithoutFeaturesAsync(run, from, ct);
        var count = await run.Tables.AppendHistoryAsync(rows, run.RunId, options.Restate, ct);
        return new JobResult(count.Refused == 0 && missing == 0 ? JobStatus.Ok : JobStatus.Partial,
            $"{from:yyyy-MM-dd} to {last:yyyy-MM-dd}: {count.Added:N0} rows added, {count.Restated:N0} restated, {count.Unchanged:N0} there already")
        {
            Counters = new Dictionary<string, long>
            {
                ["rows_added"] = count.Added, ["rows_restated"] = count.Restated, ["rows_refused"] = count.Refused, ["rows_unchanged"] = count.Unchanged,
            },
            Warnings =
            [
                .. missing == 0 ? [] : new[] { $"{missing} of the sessions have bars but no features, so nothing was recorded of them; keep more: --set recompute_indicators_universe.keep={options.Days}" },
                .. count.Refused == 0 ? [] : new[] { $"{count.Refused} recorded rows would read differently now and were left as they are; to add revisions: --set record_daily_history.restate=REASON" },
            ],
            Samples = [.. count.RefusedSamples.Select(d => $"{d.Symbol} {d.Date:yyyy-MM-dd}")],
        };
    }

    private static async Task<long> SessionsWithoutFeaturesAsync(RunContext run, DateOnly from, CancellationToken ct)
    {
        var rows = await run.Lake.TableAsync(run.Lake.Current(), $"""
            SELECT count(DISTINCT date) FROM price_data
            WHERE date BETWEEN DATE '{from:yyyy-MM-dd}' AND DATE '{run.AsOf:yyyy-MM-dd}' AND date NOT IN (SELECT date FROM features)
            """, ct);
        return ((Apache.Arrow.Int64Array)rows!.Column(0)).Values[0];
    }

    private static string Quoted(string symbol) => Symbols.TryCanonical(symbol, out var canonical) ? $"'{canonical}'"
        : throw new ConfigurationException($"record_daily_history: '{symbol}' is no ticker; expected letters and digits, like BRK-B");
}

/// <summary>Which symbols and sessions; a recorded day is changed only with a reason.</summary>
public sealed record RecordDailyHistoryOptions
{
    /// <summary>Null for the portfolio, and while there is none for every symbol that features are kept of.</summary>
    public IReadOnlyList<string>? Symbols { get; init; }

    /// <summary>Every symbol that features are kept of, whether there is a portfolio or not.</summary>
    public bool WholeUniverse { get; init; }

    /// <summary>How many sessions, the run's own being the last.</summary>
    [Range(1, 20_000)]
    public int Days { get; init; } = 1;

    /// <summary>Why a recorded day may get a new revision; null to leave recorded days alone.</summary>
    public string? Restate { get; init; }
}
