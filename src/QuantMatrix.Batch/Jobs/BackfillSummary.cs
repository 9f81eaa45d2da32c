using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Http;
using QuantMatrix.Lake;
using QuantMatrix.MarketData;
using QuantMatrix.MarketData.Live;
using QuantMatrix.Model;
using QuantMatrix.Reconcile;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Counts what a backfill fetched, stored and refused, and turns it into the job's result.</summary>
internal sealed class BackfillSummary(RunContext run, IBarSource source)
{
    private static readonly string[] AllRows = ["bars_inserted", "bars_changed", "bars_unchanged", "rows_refused"];

    /// <summary>What a backfill counts, and what each provider does.</summary>
    public static readonly IReadOnlyList<JobCounter> Counted =
    [
        new("symbols"), new("symbols_failed", "symbols"), new("symbols_behind", "symbols"), new("symbols_nothing_due", "symbols"),
        new("bars_inserted", AllRows), new("bars_changed", AllRows), new("bars_unchanged", AllRows), new("bars_held", AllRows),
        new("rows_refused", AllRows), new("rows_quarantined", AllRows),
        .. ProviderSettings.Known.SelectMany(provider => ProviderTally.Names.Select(name => new JobCounter($"{provider}.{name}"))),
    ];

    private readonly List<FetchFailure> failures = [];
    private readonly List<RejectedRow> rejected = [];
    private readonly List<Fallback> fallbacks = [];
    private readonly SortedDictionary<string, QualityWarning> warnings = new(StringComparer.Ordinal);
    private readonly List<string> notes = [];
    private readonly HashSet<string> extended = [];
    private MergeCount merged;
    private long held;

    /// <summary>Bars received; from a live source only those that the lake lacked or that changed.</summary>
    public long Stored => merged.Inserted + merged.Changed + (source.IsLocal ? merged.Unchanged : 0);

    /// <summary>Symbols that got a bar newer than every stored one.</summary>
    public int SymbolsWithNewBars => extended.Count;

    /// <summary>What the responses lack.</summary>
    public Shortfalls Shortfalls { get; } = new(run.Calendar, source.IsLocal ? null : run.Calendar.AtOrBefore(run.AsOf), run.Checks.RefusedPercent);

    /// <summary>Symbols that failed now and that a later run may serve.</summary>
    public int MayPass => failures.Count(f => f.MayPass);

    /// <summary>Whether the source has not changed since the stored bars were read from it, and so was not read again.</summary>
    public bool Unchanged { get; init; }

    /// <summary>Symbols for which nothing was due.</summary>
    public int UpToDate { get; set; }

    /// <summary>Total-return closes of providers that differ from the computed ones.</summary>
    public List<ReturnGap> ReturnGaps { get; } = [];

    /// <summary>Why the data as a whole is unfit although its parts were stored; null when it is fit.</summary>
    public string? Unfit { get; set; }

    /// <summary>Why a later run will find what is missing; null otherwise.</summary>
    public string? Early { get; set; }

    public void Add(Fetched part, QualityReport report)
    {
        Shortfalls.Add(part);
        failures.AddRange(part.Failures);
        rejected.AddRange(part.Rejected);
        fallbacks.AddRange(part.Fallbacks);
        rejected.AddRange(report.Held);
        held += report.Held.Count;
        foreach (var found in report.Warnings)
            warnings[found.What] = warnings.TryGetValue(found.What, out var known) ? known with { Bars = known.Bars + found.Bars } : found;
    }

    /// <param name="stored">The changes as planned; rows held beside them are already counted.</param>
    public void Add((Changes Changes, MergeCount Count) stored)
    {
        merged += stored.Count;
        rejected.AddRange(stored.Changes.Held);
        held += stored.Changes.Held.Count;
        extended.UnionWith(stored.Changes.Decisions.Where(d => d.IsExtended).Select(d => d.Symbol));
        ReturnGaps.AddRange(stored.Changes.ReturnGaps);
        foreach (var decision in stored.Changes.Decisions) Add(decision);
    }

    public void Fail(params IEnumerable<FetchFailure> more) => failures.AddRange(more);

    public void Note(string line) => notes.Add(line);

    /// <param name="symbols">Number of symbols the job worked for.</param>
    /// <param name="universe">Number of symbols that failures are measured against.</param>
    public JobResult Result(int symbols, int universe)
    {
        var empty = source.IsLocal && Stored + held == 0 && !Unchanged && failures.Count < symbols;
        var unfit = empty || Unfit is not null;
        var outcome = new BackfillOutcome(universe)
        {
            Failed = failures.Count, MayPass = MayPass, IsUnfit = unfit, IsEarly = Early is not null, IsIncomplete = held > 0 || Shortfalls.Any,
        };
        return new JobResult(outcome.Status, $"{Plural.Number(symbols - failures.Count)} of {Plural.Of(symbols, "symbol")}: {Work()}{Refused()}{Calls()}")
        {
            Cause = outcome.Status is JobStatus.Failed or JobStatus.Temporary ? Cause(outcome) : null,
            FailureCode = unfit ? ExitCode.DataUnfit : ExitCode.Failed,
            Counters = Counters(symbols),
            PartialBy = PartialBy(),
            Warnings =
            [
                .. new[] { Unfit, Early, empty ? $"the source has no bar up to {run.AsOf:yyyy-MM-dd} for any of these symbols" : null }.OfType<string>(),
                .. Shortfalls.Lines(), .. notes, .. Unchanged ? [] : source.Warnings, .. Failures(), .. Fallbacks(),
                .. warnings.Values.Select(w => $"{w.What}: {Plural.Of(w.Bars, "bar")}, first {w.First}"),
            ],
            Samples = [.. rejected.Select(r => $"{(r.File.Length > 0 ? $"{r.File}:{r.Line}" : $"{r.Symbol} {r.Date}")}: {r.Reason}"), .. source.Samples],
        };
    }

    private void Add(Decision decision)
    {
        var (symbol, reason) = (decision.Symbol, decision.Reason);
        if (decision.Outcome is Outcome.Rebased or Outcome.Replaced) Note($"{symbol}: {reason}; the whole series was replaced");
        else if (decision.Outcome == Outcome.Held) Note($"{symbol}: {HeldBar.Reason}{reason}; see ./run.sh quarantine show {symbol}");
        else if (decision.Outcome == Outcome.Refused) Fail(new FetchFailure(symbol, $"{decision.Source}: {reason}; nothing was stored"));
        else if (decision.IsUnexplained) Note($"{symbol}: {reason}");
    }

    /// <summary>Why the job as a whole did not succeed; null when the summary says so.</summary>
    private string? Cause(BackfillOutcome outcome) => !outcome.IsUnserved ? Unfit ?? Early
        : source.Faults.Count > 0 ? string.Join("; ", source.Faults) : Failures().FirstOrDefault();

    private string Work() => Unchanged ? "source unchanged, nothing to store"
        : UpToDate > 0 && Stored == 0 && !Shortfalls.Any ? "up to date"
        : $"{Plural.Of(merged.Inserted, "bar")} inserted, {Plural.Of(merged.Changed, "row")} changed";

    private string Refused() => rejected.Count == 0 ? ""
        : $", {Plural.Of(rejected.Count, "row")} refused ({Plural.Number(merged.Quarantined)} new in quarantine)";

    private string Calls() => source.IsLocal ? ""
        : $", {Plural.Of(source.Counters.Where(c => c.Key.EndsWith(".calls", StringComparison.Ordinal)).Sum(c => c.Value), "call")}";

    private string[] PartialBy() =>
    [
        .. failures.Count > 0 ? ["symbols_failed"] : Array.Empty<string>(), .. held > 0 ? ["bars_held"] : Array.Empty<string>(),
        .. Shortfalls.Behind > 0 ? ["symbols_behind"] : Array.Empty<string>(), .. Shortfalls.AnyRefused ? ["rows_refused"] : Array.Empty<string>(),
    ];

    private Dictionary<string, long> Counters(int symbols)
    {
        var counters = new Dictionary<string, long>
        {
            ["symbols"] = symbols,
            ["symbols_failed"] = failures.Count,
            ["symbols_behind"] = Shortfalls.Behind,
            ["symbols_nothing_due"] = UpToDate,
            ["bars_inserted"] = merged.Inserted,
            ["bars_changed"] = merged.Changed,
            ["bars_unchanged"] = merged.Unchanged,
            ["bars_held"] = held,
            ["rows_refused"] = rejected.Count,
            ["rows_quarantined"] = merged.Quarantined,
        };
        foreach (var (name, count) in source.Counters) counters[name] = count;
        return counters;
    }

    /// <summary>One line for all symbols that failed for the same reason.</summary>
    private IEnumerable<string> Failures() =>
        from failure in failures
        group failure.Symbol by failure.Reason into same
        select $"{(same.Count() == 1 ? same.First() : NamedSymbols.Of([.. same]))}: {same.Key}";

    /// <summary>One line for all symbols that fell back for the same reason.</summary>
    private IEnumerable<string> Fallbacks() =>
        from fallback in fallbacks
        group fallback.Symbol by (fallback.Provider, fallback.Reason) into same
        orderby same.Count() descending
        select $"{NamedSymbols.Of([.. same])} served by {same.Key.Provider}: {same.Key.Reason}";
}
