using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.MarketData;
using QuantMatrix.Model;
using QuantMatrix.Reconcile;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Fetches from live providers what the lake lacks and stores what the reconciler accepts.</summary>
/// <remarks>
/// At most four passes: the sessions due; for symbols whose bars do not fit, those of the provider of the stored bars; the whole series, with splits and
/// dividends; the bars of a second provider where the reconciler needs them. What still does not fit is held or refused.
/// </remarks>
internal sealed class LiveBackfill(
    RunContext run, IBarSource source, DueBars due, IProgress<JobProgress>? progress, BackfillSummary summary, BarQualityChecks quality)
{
    /// <summary>Sessions before the one in question that are compared with it.</summary>
    private const int SessionsBefore = 5;

    /// <summary>Calendar days before and after the run's day of which the splits are read; dividends from the oldest session compared up to that day.</summary>
    private const int DaysBefore = 30, DaysAfter = 7;

    private readonly UnitTracker units = new(run.Job, run.RunId, due);

    private readonly ReconcileRules rules = new()
    {
        MaxJump = run.Checks.PriceStep == BarSeverity.Off ? double.PositiveInfinity : run.Checks.PriceStepPercent / 100.0,
        HoldJumps = run.Checks.PriceStep == BarSeverity.Hold,
        MaxReturnGap = run.Checks.TotalReturn == RunSeverity.Off ? double.PositiveInfinity : run.Checks.TotalReturnPercent / 100,
        AsOf = run.AsOf,
    };

    /// <summary>The response of another provider that did not fit the stored bars, by symbol.</summary>
    private readonly Dictionary<string, Decision> passedOver = [];

    private ILookup<string, CorporateAction> calendar = Array.Empty<CorporateAction>().ToLookup(a => a.Symbol);

    /// <param name="universe">Number of symbols that failures are measured against.</param>
    public async Task RunAsync(int universe, CancellationToken ct)
    {
        summary.UpToDate = due.Symbols.Count - due.Requests.Count;
        if (due.Requests.Count > 0) calendar = await CalendarAsync(ct);
        var (opinions, open) = (new List<OpenQuestion>(), await FetchAsync(due.Requests, ct));
        while (open.Count > 0)
        {
            opinions.AddRange(open.Where(q => q.Decision.Outcome == Outcome.NeedsSecondOpinion));
            open = await FetchAsync([.. open.Where(q => q.Decision.Outcome != Outcome.NeedsSecondOpinion).Select(NextRequest)], ct);
        }
        await SettleAsync(opinions, ct);
        await CloseUnitsAsync(ct);
        await new NightChecks(run, summary).RunAsync(due.Symbols, due.Requests.Count, universe, ct);
    }

    private BarCommit Commit => new(run.Lake, run.RunId) { Units = units.After };

    private async Task CloseUnitsAsync(CancellationToken ct)
    {
        using var writeLock = await run.Lake.LockForWriteAsync(ct);
        var last = run.Lake.Begin(run.RunId);
        await last.ApplyAsync(units.Final(), ct);
        Failpoint.UnitsBeforeCommit.Reach();
        last.Publish();
        Failpoint.UnitsAfterCommit.Reach();
    }

    /// <summary>The splits of all symbols around the run's day and the dividends of the sessions due, by canonical symbol.</summary>
    private async Task<ILookup<string, CorporateAction>> CalendarAsync(CancellationToken ct)
    {
        var splits = await source.SplitCalendarAsync(run.AsOf.AddDays(-DaysBefore), run.AsOf.AddDays(DaysAfter), ct);
        var since = due.Requests.Where(r => !r.WithActions).Min(r => r.From);
        var dividends = since is { } first ? await source.DividendCalendarAsync(first, run.AsOf, ct) : [];
        return splits.Concat(dividends).Select(a => Symbols.TryCanonical(a.Symbol, out var symbol) ? a with { Symbol = symbol } : a).ToLookup(a => a.Symbol);
    }

    /// <summary>Each request of a symbol prefers the provider of the stored bars or asks for more than the one before, so that there are few.</summary>
    private BarRequest NextRequest(OpenQuestion question)
    {
        var (symbol, decision) = (question.Symbol, question.Decision);
        if (decision.Outcome == Outcome.NeedsWholeSeries)
            return FetchPlan.WholeSeries(question.Request, due.Oldest.TryGetValue(symbol, out var oldest) ? oldest : null);
        passedOver[symbol] = decision;
        return question.Request with { Prefer = decision.Prefer };
    }

    /// <returns>Symbols that the responses left undecided.</returns>
    private async Task<List<OpenQuestion>> FetchAsync(IReadOnlyList<BarRequest> requests, CancellationToken ct)
    {
        var open = new List<OpenQuestion>();
        if (requests.Count == 0) return open;
        var requested = requests.ToDictionary(r => r.Symbol);
        await foreach (var part in source.FetchAsync(requests, ct))
        {
            var report = quality.Check(part.Bars);
            summary.Add(part, report);
            units.Add(part, report.Held);
            var fetched = new FetchedBars(report.Passed)
            {
                Actions = [.. part.Actions, .. report.Passed.Symbols.SelectMany(s => calendar[s])],
                FirstTradeDates = part.FirstTradeDates, Requests = requested,
            };
            var stored = await Commit.StoreAsync(fetched, rules, ComparedFrom(fetched), [.. part.Rejected, .. report.Held], ct);
            summary.Add(stored);
            open.AddRange(stored.Changes.Decisions.Where(d => !d.IsFinal).Select(d => new OpenQuestion(d, fetched)));
            foreach (var decision in stored.Changes.Decisions.Where(d => d.IsAccepted && passedOver.ContainsKey(d.Symbol))) NoteStoredProvider(decision);
            progress?.Report(summary.Stored, 0, "bars");
        }
        return open;
    }

    private void NoteStoredProvider(Decision decision)
    {
        var other = passedOver[decision.Symbol];
        if (decision.Source == other.Prefer)
            summary.Note($"{decision.Symbol}: {other.Source}: {other.Reason}; served by {decision.Source}, the provider of the stored bars");
    }

    /// <summary>The whole stored series when a whole one was requested, else from shortly before the oldest session requested.</summary>
    private DateOnly? ComparedFrom(FetchedBars fetched)
    {
        var requests = fetched.Bars.Symbols.Select(s => fetched.Requests[s]).ToList();
        return requests.Any(r => r.WithActions) || requests.Min(r => r.From) is not { } oldest ? null : run.Calendar.Back(oldest, SessionsBefore);
    }

    /// <summary>Plans the open questions again with the bars of a second provider; each is then accepted, held or refused.</summary>
    private async Task SettleAsync(List<OpenQuestion> questions, CancellationToken ct)
    {
        if (questions.Count == 0) return;
        var (opinion, actions) = await OpinionAsync(questions, ct);
        var fetched = new FetchedBars(Join(questions.Select(q => (q.Fetched.Bars, q.Symbol))))
        {
            Actions = [.. questions.SelectMany(q => q.Fetched.Actions.Where(a => a.Symbol == q.Symbol)), .. actions],
            Requests = questions.ToDictionary(q => q.Symbol, q => q.Request),
            SecondOpinion = opinion,
        };
        var stored = await Commit.StoreAsync(fetched, rules, from: null, [], ct);
        var explained = stored.Changes.Decisions.Where(d => d is { IsAccepted: true, IsUnexplained: false }).Select(d => d.Symbol).ToHashSet();
        foreach (var question in questions.Where(q => explained.Contains(q.Symbol) && opinion.IndexOf(q.Symbol) >= 0))
            summary.Note($"{question.Symbol}: {question.Decision.Reason}; confirmed by {opinion.Source[opinion.Starts[opinion.IndexOf(question.Symbol)]]}");
        summary.Add(stored);
    }

    /// <summary>Bars of another provider around each session in question, with splits and dividends.</summary>
    private async Task<(Bars Bars, IReadOnlyList<CorporateAction> Actions)> OpinionAsync(List<OpenQuestion> questions, CancellationToken ct)
    {
        var (bars, actions) = (new List<(Bars, string)>(), new List<CorporateAction>());
        await foreach (var part in source.FetchAsync(questions.ConvertAll(OpinionRequest), ct))
        {
            bars.AddRange(part.Bars.Symbols.Select(s => (part.Bars, s)));
            actions.AddRange(part.Actions);
        }
        return (Join(bars), actions);
    }

    private BarRequest OpinionRequest(OpenQuestion question) =>
        new(question.Symbol, run.Calendar.Back(Day.Date(question.Decision.Day), SessionsBefore), question.Request.To)
        {
            Except = question.Decision.Source, WithActions = true,
        };

    private static Bars Join(IEnumerable<(Bars Bars, string Symbol)> series)
    {
        var joined = new BarsBuilder();
        foreach (var (bars, symbol) in series) joined.Add(bars, bars.IndexOf(symbol), bars.RowsOf(bars.IndexOf(symbol)));
        return joined.Build();
    }

    private sealed record OpenQuestion(Decision Decision, FetchedBars Fetched)
    {
        public string Symbol => Decision.Symbol;

        public BarRequest Request => Fetched.Requests[Symbol];
    }
}
