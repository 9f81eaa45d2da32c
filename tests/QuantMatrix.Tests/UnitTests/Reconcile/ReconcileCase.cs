using QuantMatrix.Model;
using QuantMatrix.Reconcile;
using QuantMatrix.Tests.UnitTests.Indicators;

namespace QuantMatrix.Tests.UnitTests.Reconcile;

/// <summary>Stored and fetched bars of one symbol, and what the reconciler decides about them. Sessions are counted from 0.</summary>
internal sealed record ReconcileCase
{
    public const string Symbol = "AAA";

    private static readonly DateOnly[] Dates = [.. Series.Sessions().Take(600)];

    public Bars Stored { get; init; } = Bars.Empty;

    public required Bars Fetched { get; init; }

    public IReadOnlyList<CorporateAction> Reported { get; init; } = [];

    public IReadOnlyList<RecordedAction> Recorded { get; init; } = [];

    public IReadOnlyList<BasisConflict> Conflicts { get; init; } = [];

    /// <summary>As the provider states it.</summary>
    public DateOnly? FirstTrade { get; init; }

    /// <summary>The provider of stored bars, once the symbol was requested from it.</summary>
    public string? Prefer { get; init; }

    /// <summary>Whether the whole series was requested, with its actions.</summary>
    public bool IsWhole { get; init; } = true;

    public Bars? SecondOpinion { get; init; }

    public ReconcileRules Rules { get; init; } = new() { AsOf = Dates[^1] };

    public BarRequest Request => new(Symbol, IsWhole ? null : Dates[0], Dates[^1]) { WithActions = IsWhole, Prefer = Prefer };

    public Changes Plan() => Reconciler.Plan(Stored, AsFetched(), new(Recorded, Conflicts), Rules);

    public Decision Decide() => Plan().Decisions.ShouldHaveSingleItem();

    public FetchedBars AsFetched() => new(Fetched)
    {
        FirstTradeDates = FirstTrade is { } first ? new Dictionary<string, DateOnly> { [Symbol] = first } : [],
        Actions = Reported, SecondOpinion = SecondOpinion, Requests = Fetched.Symbols.ToDictionary(s => s, s => Request with { Symbol = s }),
    };

    public static DateOnly Date(int session) => Dates[session];

    public static int DayOf(int session) => Day.Of(Dates[session]);

    /// <summary>A bar whose four prices are one per cent around the close.</summary>
    public static Bar BarOf(int session, double close, double adjClose = double.NaN, long volume = 1000) =>
        new(DayOf(session), close * 1.005, close * 1.01, close * 0.99, close, adjClose, volume);

    /// <summary>Bars of consecutive sessions; NaN leaves a session out.</summary>
    public static Bars Closes(int first, double[] closes, string source = "one") =>
        Of(closes.Select((close, i) => BarOf(first + i, close)).Where(bar => !double.IsNaN(bar.Close)), source);

    public static Bars Of(IEnumerable<Bar> bars, string source = "one", string symbol = Symbol)
    {
        var builder = new BarsBuilder();
        foreach (var bar in bars) builder.Add(symbol, bar, source);
        return builder.Build();
    }

    /// <summary>Closes around 100 that never move by more than one per cent.</summary>
    public static double[] Steady(int count, double scale = 1) => [.. Enumerable.Range(0, count).Select(i => scale * (100 + (i % 7 * 0.11)))];

    public static CorporateAction Split(double ratio, int session, string source = "one") => new(Symbol, Date(session), ActionKind.Split, ratio, source);

    public static CorporateAction Dividend(double cash, int session, string source = "one") => new(Symbol, Date(session), ActionKind.Dividend, cash, source);

    public static IEnumerable<Bar> BarsOf(Bars bars) => Enumerable.Range(0, bars.Count).Select(i => BarSeries.At(bars, i));

    /// <summary>The stored bars once the changes are applied.</summary>
    public static Bars Apply(Bars stored, Changes changes)
    {
        var after = new SortedDictionary<(string, int), (Bar Bar, string Source)>();
        foreach (var bars in new[] { stored, changes.Inserted, changes.Replaced })
            for (var s = 0; s < bars.Symbols.Count; s++)
                for (var i = bars.Starts[s]; i < bars.Starts[s + 1]; i++) after[(bars.Symbols[s], bars.Days[i])] = (BarSeries.At(bars, i), bars.Source[i]);
        var builder = new BarsBuilder();
        foreach (var ((symbol, _), (bar, source)) in after) builder.Add(symbol, bar, source);
        return builder.Build();
    }
}
