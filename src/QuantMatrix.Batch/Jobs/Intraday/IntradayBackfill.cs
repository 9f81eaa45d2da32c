using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Lake;
using QuantMatrix.Lake.Tables;
using QuantMatrix.MarketData;
using QuantMatrix.Model;
using QuantMatrix.Reconcile;

namespace QuantMatrix.Batch.Jobs.Intraday;

/// <summary>Fetches 5-minute bars and stores those of slots that are not stored; stored bars are never changed.</summary>
/// <param name="days">The number of newest sessions required.</param>
internal sealed class IntradayBackfill(RunContext run, IIntradaySource source, int days, IProgress<JobProgress>? progress = null)
{
    private const int SymbolsPerCommit = 512;

    private readonly IntradayPlan plan = new(run.Calendar, run.AsOf, days);
    private readonly IntradaySummary summary = new(run.Calendar, source);

    /// <param name="symbols">At least one.</param>
    public async Task<JobResult> RunAsync(IReadOnlyList<string> symbols, CancellationToken ct)
    {
        var (chosen, inputs) = (run.Chosen(symbols), Inputs(symbols));
        if (inputs is not null && run.Lake.Current().Difference(PriceData5m.Table, inputs) is null)
        {
            summary.IsUnchanged = true;
            return summary.Result(chosen.Count, symbols.Count);
        }
        var due = inputs is null ? await DueAsync(chosen, ct) : null;
        await FetchAsync(due?.Requests ?? chosen.Select(Whole).ToList(), due, ct);
        summary.UpToDate = due is null ? 0 : chosen.Count - due.Requests.Count;
        await FinishAsync(inputs, source.IsLocal ? null : due, ct);
        summary.CheckPublication(plan.Last, due?.Requests.Count == symbols.Count);
        run.Lake.WriteViews();
        run.Lake.Sweep();
        return summary.Result(chosen.Count, symbols.Count);
    }

    /// <summary>What <see cref="RunAsync"/> would fetch.</summary>
    public async Task<JobForecast> ForecastAsync(IReadOnlyList<string> symbols, CancellationToken ct)
    {
        var tracked = Plural.Of(symbols.Count, "symbol");
        if (source.IsLocal) return new($"5-minute bars of {tracked}, no calls");
        var due = (await DueAsync(run.Chosen(symbols), ct)).Requests;
        var calls = await source.ForecastAsync(due, ct);
        return new($"5-minute bars of {tracked}, {Plural.Number(due.Count)} due by {run.AsOf:yyyy-MM-dd}: {Backfill.Cost(calls)}", calls);
    }

    private IntradayRequest Whole(string symbol) => Request(symbol, SessionCalendar.First, plan.Last);

    private IntradayRequest Request(string symbol, DateOnly from, DateOnly to) =>
        new(symbol, from, to) { Calendar = run.Calendar, Today = DateOnly.FromDateTime(run.Time.GetUtcNow().UtcDateTime) };

    /// <summary>What the bars of a folder are made from; null for a source that is asked for what is due.</summary>
    private InputFingerprints? Inputs(IReadOnlyList<string> symbols) => source.Fingerprint is not { } content ? null
        : InputFingerprints.Of(("source", content), ("symbols", string.Join(' ', symbols)), ("as_of", $"{run.AsOf:O}"));

    private async Task<DueSlots> DueAsync(IReadOnlyList<string> symbols, CancellationToken ct) =>
        await DueSlots.ReadAsync(run, plan, symbols, Request, ct);

    private async Task FetchAsync(IReadOnlyList<IntradayRequest> requests, DueSlots? due, CancellationToken ct)
    {
        var part = new List<IntradayFetched>();
        await foreach (var fetched in source.FetchAsync(requests, ct))
        {
            summary.Add(fetched);
            due?.Add(fetched);
            part.Add(fetched);
            if (part.Count < SymbolsPerCommit) continue;
            await StoreAsync(part, ct);
            part.Clear();
        }
        if (part.Count > 0) await StoreAsync(part, ct);
    }

    private async Task StoreAsync(IReadOnlyList<IntradayFetched> part, CancellationToken ct)
    {
        using var writeLock = await run.Lake.LockForWriteAsync(ct);
        var commit = run.Lake.Begin(run.RunId);
        summary.Inserted += await commit.AddAsync(await AsTradedAsync(commit.Basis, part, ct), ct);
        commit.Publish();
        progress?.Report(summary.Inserted, 0, "bars");
    }

    private async Task<List<IntradaySeries>> AsTradedAsync(Manifest manifest, IReadOnlyList<IntradayFetched> part, CancellationToken ct)
    {
        var factors = await DueFeatures.SplitsAsync(run.Lake, manifest, ct);
        var split = part.Where(f => f.Series is { Bars.Count: > 0 } s && factors.Of(f.Symbol, s.Bars[0].Day) != 1).ToList();
        var daily = split.Count == 0 ? Bars.Empty : await run.Lake.PricesAsync(manifest, new()
        {
            Symbols = [.. split.Select(f => f.Symbol).Order(StringComparer.Ordinal)], From = Day.Date(split.Min(f => f.Series!.Bars[0].Day)),
        }, ct);
        return [.. part.Where(f => f.Series is not null)
            .Select(f => new IntradayBasis(factors, f.IsSplitAdjusted).AsTraded(f.Series!, day => CloseOf(daily, f.Symbol, day)))];
    }

    private static double? CloseOf(Bars daily, string symbol, int day)
    {
        if (daily.IndexOf(symbol) is not (>= 0 and var index)) return null;
        var rows = daily.RowsOf(index);
        var at = daily.Days[rows].BinarySearch(day);
        return at < 0 ? null : daily.Close[rows.Start.Value + at];
    }

    /// <summary>Opens and closes the units of a live source, and records what a folder's bars were made from.</summary>
    private async Task FinishAsync(InputFingerprints? inputs, DueSlots? due, CancellationToken ct)
    {
        using var writeLock = await run.Lake.LockForWriteAsync(ct);
        var commit = run.Lake.Begin(run.RunId);
        if (due is not null)
        {
            var units = due.Open(run.Job, run.RunId);
            summary.Behind = units.Open.Where(u => u.State == OpenUnit.Missing && u.Day == Day.Of(plan.Last)).Select(u => u.Symbol).ToList();
            await commit.ApplyAsync(units, ct);
        }
        if (inputs is not null && summary.HasBars) commit.Stamp(PriceData5m.Table, inputs);
        commit.Publish();
    }
}
