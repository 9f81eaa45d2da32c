using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Indicators;
using QuantMatrix.Lake;
using QuantMatrix.MarketData;
using QuantMatrix.Model;
using QuantMatrix.Reconcile;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Asks live providers for what the lake lacks, compares the overlap, and stores what stands on the basis of what is there.</summary>
/// <remarks>
/// At most three rounds. First what is due. Then, of symbols whose answer does not fit, the whole history with its splits and dividends: it replaces the
/// stored one, or fits after all. Then another provider's word on prices that jump; where none confirms them, those bars wait in quarantine.
/// </remarks>
internal sealed class LiveBackfill(RunContext run, IBarSource source, IProgress<JobProgress>? progress, BackfillSummary tally, BarQualityChecks gate)
{
    /// <summary>Sessions around a jump that the second provider is asked for.</summary>
    private const int AroundStep = 5;

    private readonly SeriesJudge judge = new(run.Checks.PriceStep == BarSeverity.Off ? double.PositiveInfinity : run.Checks.PriceStepPercent / 100.0);

    private ActionRows actions = null!;
    private FetchedSince depth = null!;

    /// <summary>Somebody named the first session: what was asked for before is asked for again.</summary>
    public bool AsksAgain { get; init; }

    public async Task RunAsync(IReadOnlyList<string> symbols, int universe, DateOnly since, CancellationToken ct)
    {
        var manifest = run.Lake.Current();
        (actions, depth) = (await ActionRows.ReadAsync(run.Lake, manifest, ct), await FetchedSince.ReadAsync(run.Lake, manifest, ct));
        var needs = (await FetchNeed.ReadAsync(run, symbols, since, AsksAgain ? null : depth, ct)).ToDictionary(n => n.Symbol);
        var due = needs.Values.Select(n => n.Request).OfType<BarRequest>().ToList();
        tally.NothingDue = symbols.Count - due.Count;

        var doubts = await AskAsync(due, ct);
        var partial = doubts.Where(d => !d.IsWhole).ToList();
        doubts = [.. doubts.Where(d => d.IsWhole), .. await AskAsync(partial.ConvertAll(d => Whole(d.Request, needs[d.Symbol])), ct)];
        await SettleAsync(doubts, ct);
        await new NightChecks(run, tally).RunAsync(symbols, due.Count, universe, ct);
    }

    /// <summary>All that is stored was asked for, with its actions: there is nothing more to learn from the provider.</summary>
    private static bool IsWhole(BarRequest request, SymbolSeries stored) => request.WithActions && (stored.Count == 0 || request.From is null || Day.Of(request.From.Value) <= stored.FirstDay);

    private static BarRequest Whole(BarRequest request, FetchNeed need) => request with { From = need.Oldest < request.From ? need.Oldest : request.From, WithActions = true };

    /// <returns>Those whose answer does not fit what is stored.</returns>
    private async Task<List<Discrepancy>> AskAsync(List<BarRequest> requests, CancellationToken ct)
    {
        var doubts = new List<Discrepancy>();
        if (requests.Count == 0) return doubts;
        var asked = requests.ToDictionary(r => r.Symbol);
        await foreach (var part in source.FetchAsync(requests, ct))
        {
            tally.Add(part);
            using var turn = await run.Lake.TakeTurnAsync(ct);
            var draft = new BarDraft(run, tally, actions, depth);
            draft.Reject(part.Rejected);
            var bars = gate.Sift(part.Bars, draft.Held);
            var stored = await StoredAsync(bars.Symbols, bars.Symbols.Any(s => asked[s].WithActions) ? null : ShortlyBefore(bars), ct);
            foreach (var symbol in bars.Symbols)
            {
                var (old, given) = (new SymbolSeries(stored, symbol), new SymbolSeries(bars, symbol));
                var told = part.Actions.Where(a => a.Symbol == symbol).ToList();
                var judgement = judge.Judge(old, given, [.. actions.Of(symbol), .. told]);
                if (judgement.Verdict == SeriesVerdict.Fits || (judgement.ReplacesAll && IsWhole(asked[symbol], old))) draft.Accept(judgement, old, given, told, asked[symbol]);
                else doubts.Add(new(asked[symbol], judgement, given, told) { IsWhole = IsWhole(asked[symbol], old) });
            }
            await draft.CommitAsync(ct);
            progress?.Report(tally.Stored, 0, "bars");
        }
        return doubts;
    }

    /// <summary>The end of what is still in doubt: confirmed, held or refused.</summary>
    private async Task SettleAsync(List<Discrepancy> doubts, CancellationToken ct)
    {
        if (doubts.Count == 0) return;
        var opinions = await OpinionsAsync([.. doubts.Where(d => d.Reconciliation.Verdict is SeriesVerdict.Step or SeriesVerdict.Mismatch)], ct);
        using var turn = await run.Lake.TakeTurnAsync(ct);
        var draft = new BarDraft(run, tally, actions, depth);
        var stored = await StoredAsync([.. doubts.Select(d => d.Symbol).Order(StringComparer.Ordinal)], null, ct);
        foreach (var doubt in doubts)
        {
            var old = new SymbolSeries(stored, doubt.Symbol);
            var (bars, more) = opinions.GetValueOrDefault(doubt.Symbol, (Bars.Empty, []));
            var other = new SymbolSeries(bars, doubt.Symbol);
            List<CorporateAction> told = [.. doubt.Told, .. more];
            var judgement = judge.Judge(old, doubt.Given, [.. actions.Of(doubt.Symbol), .. told], new CrossProviderCheck(doubt.Given, other).Confirms);
            if (judgement.Verdict == SeriesVerdict.Step && run.Checks.PriceStep == BarSeverity.Hold) draft.HoldFrom(judgement, old, doubt.Given, told);
            else if (judgement.Verdict is SeriesVerdict.Straddles or SeriesVerdict.Mismatch) draft.Refuse(judgement, old, doubt.Given, told);
            else
            {
                tally.Note(judgement.Verdict == SeriesVerdict.Step ? $"{doubt.Symbol}: {judgement.Reason}" : $"{doubt.Symbol}: {doubt.Reconciliation.Reason}; confirmed by {Voice(other)}");
                draft.Accept(judgement, old, doubt.Given, told, doubt.Request);
            }
        }
        await draft.CommitAsync(ct);
    }

    private static string Voice(SymbolSeries other) => other.Count == 0 ? "its actions" : other.Bars.Source[other.Start];

    /// <summary>What a provider other than the first says around each jump, and of splits that may lie between two bases.</summary>
    private async Task<Dictionary<string, (Bars Bars, List<CorporateAction> Told)>> OpinionsAsync(List<Discrepancy> doubts, CancellationToken ct)
    {
        var opinions = new Dictionary<string, (Bars, List<CorporateAction>)>();
        if (doubts.Count == 0) return opinions;
        await foreach (var part in source.FetchAsync(doubts.ConvertAll(Opinion), ct))
            foreach (var symbol in part.Bars.Symbols) opinions[symbol] = (part.Bars, [.. part.Actions.Where(a => a.Symbol == symbol)]);
        return opinions;
    }

    private BarRequest Opinion(Discrepancy doubt) =>
        new(doubt.Symbol, run.Calendar.Back(Day.Date(doubt.Reconciliation.Day > 0 ? doubt.Reconciliation.Day : doubt.Given.FirstDay), AroundStep), run.AsOf)
        {
            Except = doubt.Given.Bars.Source[doubt.Given.Start], WithActions = true,
        };

    private async Task<Bars> StoredAsync(IReadOnlyList<string> symbols, DateOnly? from, CancellationToken ct) =>
        symbols.Count == 0 ? Bars.Empty : await run.Lake.BarsAsync(run.Lake.Current(), new BarRange { Symbols = symbols, From = from }, ct);

    private DateOnly? ShortlyBefore(Bars given)
    {
        var first = int.MaxValue;
        foreach (var day in given.Days) first = Math.Min(first, day);
        return given.Count == 0 ? null : run.Calendar.Back(Day.Date(first), AroundStep);
    }
}
