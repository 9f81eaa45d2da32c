using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Http;
using QuantMatrix.MarketData;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Jobs.Intraday;

/// <summary>Counts what a backfill of 5-minute bars fetched, stored and refused, and turns it into the job's result.</summary>
internal sealed class IntradaySummary(SessionCalendar calendar, IIntradaySource source)
{
    public static readonly IReadOnlyList<JobCounter> Counted =
    [
        new("symbols"), new("symbols_failed", "symbols"), new("symbols_behind", "symbols"), new("symbols_nothing_due", "symbols"), new("bars_inserted"),
        new("rows_refused"),
        .. ProviderSettings.Known.SelectMany(provider => ProviderTally.Names.Select(name => new JobCounter($"{provider}.{name}"))),
    ];

    private readonly IReadOnlyDictionary<string, long> before = new Dictionary<string, long>(source.Counters);
    private readonly List<FetchFailure> failures = [];
    private readonly List<RejectedRow> rejected = [];
    private readonly List<Fallback> fallbacks = [];
    private readonly List<(string Symbol, string Provider, DateOnly Since)> cut = [];
    private DateOnly newest;
    private string? early;

    public long Inserted { get; set; }

    /// <summary>Symbols for which nothing was due.</summary>
    public int UpToDate { get; set; }

    /// <summary>Symbols that were served without the newest session.</summary>
    public IReadOnlyList<string> Behind { get; set; } = [];

    /// <summary>Whether the folder has not changed since the stored bars were read from it.</summary>
    public bool IsUnchanged { get; set; }

    public bool HasBars => newest != default;

    public void Add(IntradayFetched fetched)
    {
        rejected.AddRange(fetched.Rejected);
        if (fetched.Failure is { } failure) failures.Add(failure);
        if (fetched.Fallback is { } fallback) fallbacks.Add(fallback);
        if (fetched is not { Series: { Bars.Count: > 0 } series }) return;
        if (fetched.Since is { } since) cut.Add((fetched.Symbol, series.Source, since));
        if (Day.Date(series.Bars[^1].Day) > newest) newest = Day.Date(series.Bars[^1].Day);
    }

    /// <summary>A universe that got nothing of its newest session is complete later.</summary>
    /// <param name="isWhole">Whether every symbol was requested.</param>
    public void CheckPublication(DateOnly last, bool isWhole)
    {
        if (isWhole && HasBars && newest < last) early = $"no provider has 5-minute bars of {last:yyyy-MM-dd} yet; run again later";
    }

    /// <param name="symbols">Number of symbols the job worked for.</param>
    /// <param name="universe">Number of symbols that failures are measured against.</param>
    public JobResult Result(int symbols, int universe)
    {
        var outcome = new BackfillOutcome(universe)
        {
            Failed = Failed, MayPass = failures.Count(f => f.MayPass), IsEarly = early is not null,
            IsIncomplete = Behind.Count > 0 || rejected.Count > 0,
        };
        List<string> faults = [.. Grouped(failures.Select(f => (f.Symbol, f.Reason)), (names, reason) => $"{names}: {reason}")];
        return new(outcome.Status, $"{Plural.Number(symbols - failures.Count)} of {Plural.Of(symbols, "symbol")}: {Work()}{Refused()}{Calls()}")
        {
            Cause = outcome.Status is JobStatus.Failed or JobStatus.Temporary ? outcome.IsUnserved ? faults.FirstOrDefault() : early : null,
            Counters = Counters(symbols),
            PartialBy =
            [
                .. Failed > 0 ? ["symbols_failed"] : Array.Empty<string>(), .. Behind.Count > 0 ? ["symbols_behind"] : Array.Empty<string>(),
                .. rejected.Count > 0 ? ["rows_refused"] : Array.Empty<string>(),
            ],
            Warnings = [.. early is null ? Array.Empty<string>() : [early], .. Lost(), .. source.Warnings, .. faults, .. BehindLine(), .. Fallbacks()],
            Samples = [.. rejected.Select(r => $"{(r.File.StartsWith('/') ? r.Symbol : $"{r.File}:{r.Line}")} {r.Date}: {r.Reason}")],
        };
    }

    /// <summary>A folder need not have 5-minute bars of every symbol.</summary>
    private int Failed => source.IsLocal ? 0 : failures.Count;

    private string Work() => IsUnchanged ? "folder unchanged, nothing to store"
        : UpToDate > 0 && Inserted == 0 && failures.Count == 0 ? "up to date" : $"{Plural.Of(Inserted, "5-minute bar")} inserted";

    private string Refused() => rejected.Count == 0 ? "" : $", {Plural.Of(rejected.Count, "row")} refused";

    private string Calls() => source.IsLocal ? ""
        : $", {Plural.Of(Own().Where(c => c.Key.EndsWith(".calls", StringComparison.Ordinal)).Sum(c => c.Value), "call")}";

    /// <summary>The counts of this job alone: an earlier job of the run may have used the same providers.</summary>
    private IEnumerable<KeyValuePair<string, long>> Own() =>
        source.Counters.Select(c => KeyValuePair.Create(c.Key, c.Value - before.GetValueOrDefault(c.Key)));

    private Dictionary<string, long> Counters(int symbols)
    {
        var counters = new Dictionary<string, long>
        {
            ["symbols"] = symbols, ["symbols_failed"] = Failed, ["symbols_behind"] = Behind.Count, ["symbols_nothing_due"] = UpToDate,
            ["bars_inserted"] = Inserted, ["rows_refused"] = rejected.Count,
        };
        foreach (var (name, count) in Own()) counters[name] = count;
        return counters;
    }

    /// <summary>Sessions that a provider no longer has are lost unless another one has them.</summary>
    private IEnumerable<string> Lost() => cut.GroupBy(c => (c.Provider, c.Since)).Select(group =>
        $"{group.Key.Provider} has 5-minute bars from {calendar.AtOrAfter(group.Key.Since):yyyy-MM-dd} on: older sessions of "
        + $"{NamedSymbols.Of([.. group.Select(g => g.Symbol)])} are lost unless another provider has them");

    private IEnumerable<string> BehindLine() => Behind.Count == 0 ? [] : [$"the newest session is missing from {NamedSymbols.Of([.. Behind])}"];

    private IEnumerable<string> Fallbacks() =>
        Grouped(fallbacks.Select(f => (f.Symbol, $"{f.Provider}: {f.Reason}")), (names, reason) => $"{names} served by {reason}");

    private static IEnumerable<string> Grouped(IEnumerable<(string Symbol, string Reason)> all, Func<string, string, string> line) =>
        all.GroupBy(a => a.Reason, a => a.Symbol).OrderByDescending(g => g.Count())
            .Select(g => line(g.Count() == 1 ? g.First() : NamedSymbols.Of([.. g.Order(StringComparer.Ordinal)]), g.Key));
}
