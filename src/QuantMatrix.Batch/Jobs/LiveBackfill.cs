using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Compute;
using QuantMatrix.Ingest;
using QuantMatrix.Store;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Asks live providers for what the lake lacks, compares the overlap, and stores what stands on the basis of what is there.</summary>
/// <remarks>
/// At most three rounds. First what is due. Then, of symbols whose answer does not fit, the whole history with its splits and dividends: it replaces the
/// stored one, or fits after all. Then another provider's word on prices that jump; where none confirms them, those bars wait in quarantine.
/// </remarks>
internal sealed class LiveBackfill(RunContext run, IProgress<JobProgress>? progress, BackfillTally tally, BarGate gate)
{
    /// <summary>Sessions around a jump that the second provider is asked for.</summary>
    private const int AroundStep = 5;

    private readonly SeriesJudge judge = new(run.Checks.PriceStep == BarSeverity.Off ? double.PositiveInfinity : run.Checks.PriceStepPercent / 100.0);

    private ActionRows actions = null!;
    private AskedDepth depth = null!;

    /// <summary>Somebody named the first session: what was asked for before is asked for again.</summary>
    public bool AsksAgain { get; init; }

    public async Task RunAsync(IReadOnlyList<string> symbols, int universe, DateOnly since, CancellationToken cancel)
    {
        var manifest = run.Lake.Current();
        (actions, depth) = (await ActionRows.ReadAsync(run.Lake, manifest, cancel), await AskedDepth.ReadAsync(run.Lake, manifest, cancel));
        var needs = (await BarNeed.ReadAsync(run, symbols, since, AsksAgain ? null : depth, cancel)).ToDictionary(n => n.Symbol);
        var due = needs.Values.Select(n => n.Request).OfType<BarRequest>().ToList();
        tally.NothingDue = symbols.Count - due.Count;

        var doubts = await AskAsync(due, cancel);
        var partial = doubts.Where(d => !d.IsWhole).ToList();
        doubts = [.. doubts.Where(d => d.IsWhole), .. await AskAsync(partial.ConvertAll(d => Whole(d.Request, needs[d.Symbol])), cancel)];
        await SettleAsync(doubts, cancel);
        await new NightChecks(run, tally).RunAsync(symbols, due.Count, universe, cancel);
    }

    /// <summary>All that is stored was asked for, with its actions: there is nothing more to learn from the provider.</summary>
    private static bool IsWhole(BarRequest request, SymbolSeries stored) => request.WithActions && (stored.Count == 0 || request.From is null || Day.Of(request.From.Value) <= stored.FirstDay);

    private static BarRequest Whole(BarRequest request, BarNeed need) => request with { From = need.Oldest < request.From ? need.Oldest : request.From, WithActions = true };

    /// <returns>Those whose answer does not fit what is stored.</returns>
    private async Task<List<Doubt>> AskAsync(List<BarRequest> requests, CancellationToken cancel)
    {
        var doubts = new List<Doubt>();
        if (requests.Count == 0) return doubts;
        var asked = requests.ToDictionary(r => r.Symbol);
        await foreach (var part in run.Source.FetchAsync(requests, cancel))
        {
            tally.Add(part);
            using var turn = await run.Lake.TakeTurnAsync(cancel);
            var draft = new BarDraft(run, tally, actions, depth);
            draft.Reject(part.Rejected);
            var bars = gate.Sift(part.Bars, draft.Held);
            var stored = await StoredAsync(bars.Symbols, bars.Symbols.Any(s => asked[s].WithActions) ? null : ShortlyBefore(bars), cancel);
            foreach (var symbol in bars.Symbols)
            {
                var (old, given) = (new SymbolSeries(stored, symbol), new SymbolSeries(bars, symbol));
                var told = part.Actions.Where(a => a.Symbol == symbol).ToList();
                var judgement = judge.Judge(old, given, [.. actions.Of(symbol), .. told]);
                if (judgement.Verdict == Verdict.Fits || (judgement.ReplacesAll && IsWhole(asked[symbol], old))) draft.Accept(judgement, old, given, told, asked[symbol]);
                else doubts.Add(new(asked[symbol], judgement, given, told) { IsWhole = IsWhole(asked[symbol], old) });
            }
            await draft.CommitAsync(cancel);
            progress?.Report(tally.Stored, 0, "bars");
        }
        return doubts;
    }

    /// <summary>The end of what is still in doubt: confirmed, held or refused.</summary>
    private async Task SettleAsync(List<Doubt> doubts, CancellationToken cancel)
    {
        if (doubts.Count == 0) return;
        var opinions = await OpinionsAsync([.. doubts.Where(d => d.Judgement.Verdict is Verdict.Step or Verdict.Mismatch)], cancel);
        using var turn = await run.Lake.TakeTurnAsync(cancel);
        var draft = new BarDraft(run, tally, actions, depth);
        var stored = await StoredAsync([.. doubts.Select(d => d.Symbol).Order(StringComparer.Ordinal)], null, cancel);
        foreach (var doubt in doubts)
        {
            var old = new SymbolSeries(stored, doubt.Symbol);
            var (bars, more) = opinions.GetValueOrDefault(doubt.Symbol, (Bars.Empty, []));
            var other = new SymbolSeries(bars, doubt.Symbol);
            List<CorporateAction> told = [.. doubt.Told, .. more];
            var judgement = judge.Judge(old, doubt.Given, [.. actions.Of(doubt.Symbol), .. told], new SecondOpinion(doubt.Given, other).Confirms);
            if (judgement.Verdict == Verdict.Step && run.Checks.PriceStep == BarSeverity.Hold) draft.HoldFrom(judgement, old, doubt.Given, told);
            else if (judgement.Verdict is Verdict.Straddles or Verdict.Mismatch) draft.Refuse(judgement, old, doubt.Given, told);
            else
            {
                tally.Note(judgement.Verdict == Verdict.Step ? $"{doubt.Symbol}: {judgement.Reason}" : $"{doubt.Symbol}: {doubt.Judgement.Reason}; confirmed by {Voice(other)}");
                draft.Accept(judgement, old, doubt.Given, told, doubt.Request);
            }
        }
        await draft.CommitAsync(cancel);
    }

    private static string Voice(SymbolSeries other) => other.Count == 0 ? "its actions" : other.Bars.Source[other.Start];

    /// <summary>What a provider other than the first says around each jump, and of splits that may lie between two bases.</summary>
    private async Task<Dictionary<string, (Bars Bars, List<CorporateAction> Told)>> OpinionsAsync(List<Doubt> doubts, CancellationToken cancel)
    {
        var opinions = new Dictionary<string, (Bars, List<CorporateAction>)>();
        if (doubts.Count == 0) return opinions;
        await foreach (var part in run.Source.FetchAsync(doubts.ConvertAll(Opinion), cancel))
            foreach (var symbol in part.Bars.Symbols) opinions[symbol] = (part.Bars, [.. part.Actions.Where(a => a.Symbol == symbol)]);
        return opinions;
    }

    private BarRequest Opinion(Doubt doubt) =>
        new(doubt.Symbol, run.Calendar.Back(Day.Date(doubt.Judgement.Day > 0 ? doubt.Judgement.Day : doubt.Given.FirstDay), AroundStep), run.AsOf)
        {
            Except = doubt.Given.Bars.Source[doubt.Given.Start], WithActions = true,
        };

    private async Task<Bars> StoredAsync(IReadOnlyList<string> symbols, DateOnly? from, CancellationToken cancel) =>
        symbols.Count == 0 ? Bars.Empty : await run.Lake.BarsAsync(run.Lake.Current(), new BarRange { Symbols = symbols, From = from }, cancel);

    private DateOnly? ShortlyBefore(Bars given)
    {
        var first = int.MaxValue;
        foreach (var day in given.Days) first = Math.Min(first, day);
        return given.Count == 0 ? null : run.Calendar.Back(Day.Date(first), AroundStep);
    }
}
