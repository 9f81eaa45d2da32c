using System.Globalization;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Lake;
using QuantMatrix.MarketData;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Jobs;

/// <summary>What came of a backfill, counted as it goes, and the job's result at its end.</summary>
internal sealed class BackfillSummary(RunContext run, IBarSource source)
{
    /// <summary>More of the symbols than this without an answer is no success; a single one never matters, such as the benchmark of a folder of two files.</summary>
    private const double FailedShare = 0.2;

    private readonly List<FetchFailure> failures = [];
    private readonly List<RejectedRow> rejected = [];
    private readonly List<Fallback> fallbacks = [];
    private readonly List<string> notes = [];
    private readonly HashSet<string> fresh = [];
    private MergeCount merged;
    private long quarantined, held;

    public long Stored => merged.Inserted + merged.Changed + merged.Unchanged;

    /// <summary>Symbols that got a bar they did not have.</summary>
    public int SymbolsWithNewBars => fresh.Count;

    /// <summary>The source is what it was when the stored bars were made from it; it was not read.</summary>
    public bool Unchanged { get; set; }

    /// <summary>Symbols that nothing was asked for, because nothing was due.</summary>
    public int NothingDue { get; set; }

    /// <summary>Why the whole night is unfit, though its parts were stored.</summary>
    public string? Unfit { get; set; }

    public void Add(Fetched part)
    {
        failures.AddRange(part.Failures);
        rejected.AddRange(part.Rejected);
        fallbacks.AddRange(part.Fallbacks);
    }

    public void Add(MergeCount count, long newInQuarantine) => (merged, quarantined) = (merged + count, quarantined + newInQuarantine);

    public void AddFresh(string symbol) => fresh.Add(symbol);

    public void Fail(params IEnumerable<FetchFailure> more) => failures.AddRange(more);

    public void Hold(IReadOnlyList<RejectedRow> rows)
    {
        held += rows.Count;
        rejected.AddRange(rows);
    }

    public void Note(params IEnumerable<string> lines) => notes.AddRange(lines);

    /// <param name="symbols">Worked for.</param>
    /// <param name="universe">How many symbols the failures are measured against.</param>
    public JobResult Result(int symbols, int universe)
    {
        var nothing = Stored + held == 0 && !Unchanged && NothingDue < symbols && failures.Count < symbols - NothingDue;
        var unfit = nothing || Unfit is not null;
        var status = unfit || TooMany(failures.Count(f => !f.MayPass), universe) ? JobStatus.Failed
            : TooMany(failures.Count, universe) ? JobStatus.Temporary
            : failures.Count + held > 0 ? JobStatus.Partial : JobStatus.Ok;
        return new JobResult(status, $"{symbols - failures.Count} of {symbols} symbols: {Work()}{Refused()}{Asked()}")
        {
            FailureCode = unfit ? ExitCode.DataUnfit : ExitCode.Failed,
            Counters = Counters(symbols),
            Warnings =
            [
                .. Unfit is null ? [] : new[] { Unfit }, .. nothing ? new[] { $"the source has no bar of them up to {run.AsOf:yyyy-MM-dd}" } : [],
                .. notes, .. failures.Select(f => $"{f.Symbol}: {f.Reason}"), .. Fallbacks(), .. source.Warnings,
            ],
            Samples = [.. rejected.Select(r => $"{(r.File.Length > 0 ? $"{r.File}:{r.Line}" : $"{r.Symbol} {r.Date}")}: {r.Reason}"), .. source.Samples],
        };
    }

    private static bool TooMany(int failures, int universe) => failures > 0 && (failures == universe || failures > Math.Max(1, FailedShare * universe));

    private string Work() => NothingDue > 0 && Stored == 0 ? "nothing due"
        : merged.Inserted + merged.Changed == 0 ? $"{(Unchanged ? "source unchanged, " : "")}no bar inserted, no row changed"
        : $"{Number(merged.Inserted)} bars inserted, {Number(merged.Changed)} rows changed";

    private string Refused() => rejected.Count == 0 ? "" : $", {Number(rejected.Count)} rows refused ({Number(quarantined)} new in quarantine)";

    private string Asked() => source.IsLocal ? "" : source.Counters.Where(c => c.Key.EndsWith(".calls", StringComparison.Ordinal)).Sum(c => c.Value) is var calls && calls == 1 ? ", 1 call" : $", {Number(calls)} calls";

    private Dictionary<string, long> Counters(int symbols)
    {
        var counters = new Dictionary<string, long>
        {
            ["symbols"] = symbols,
            ["symbols_failed"] = failures.Count,
            ["symbols_nothing_due"] = NothingDue,
            ["bars_inserted"] = merged.Inserted,
            ["bars_changed"] = merged.Changed,
            ["bars_unchanged"] = merged.Unchanged,
            ["bars_held"] = held,
            ["rows_refused"] = rejected.Count,
            ["rows_quarantined"] = quarantined,
        };
        foreach (var (name, count) in source.Counters) counters[name] = count;
        return counters;
    }

    /// <summary>Many symbols fall back for one reason, so one line says it for all.</summary>
    private IEnumerable<string> Fallbacks() => fallbacks.GroupBy(f => (f.Provider, f.Reason)).OrderByDescending(g => g.Count())
        .Select(g => $"{g.Count()} {(g.Count() == 1 ? "symbol" : "symbols")} ({string.Join(", ", g.Take(3).Select(f => f.Symbol))}{(g.Count() > 3 ? " …" : "")}) served by {g.Key.Provider}: {g.Key.Reason}");

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
