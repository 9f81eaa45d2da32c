using System.Globalization;
using QuantMatrix.Broker.Flex.Sections;
using QuantMatrix.Indicators;
using QuantMatrix.MarketData.Calendar;
using QuantMatrix.Model;
using QuantMatrix.Publish.Embedded;
using QuantMatrix.Tests.Servers;
using QuantMatrix.Tests.UnitTests.Indicators;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>Runs of the real program against local provider servers that hold every session up to the night and whose answers a test can change.</summary>
internal sealed class LiveNights : IDisposable
{
    public const string Job = "backfill_symbols";

    private const string Unhurried = "calls_per_minute: 100000";

    private static readonly SessionCalendar Calendar = CalendarFiles.Read(Fixtures.Repository);

    private readonly NightClock clock = new();
    private readonly Trial trial;
    private readonly string jobs;
    private DateOnly tonight;
    private int seen;

    /// <param name="providers">In order of precedence.</param>
    /// <param name="symbols">Of the market: <c>S00</c>, <c>S01</c> …</param>
    public LiveNights(string providers = "yahoo", int symbols = 1) : this(providers, [.. Enumerable.Range(0, symbols).Select(s => $"S{s:00}")])
    {
    }

    /// <param name="providers">In order of precedence.</param>
    /// <param name="symbols">Of the market.</param>
    public LiveNights(string providers, IReadOnlyList<string> symbols)
    {
        Symbols = symbols;
        Sessions = [.. Calendar.Sessions(new(2023, 1, 3), new(2024, 12, 31))];
        Truth = Series.Join(Symbols.Select((symbol, s) => Series.Of(symbol, Series.Walk(s + 1, Sessions.Count).Select((bar, i) => Dated(bar, Sessions[i])))));
        Server = new ProviderServer(Answer);
        trial = new Trial
        {
            Time = clock,
            Variables = new()
            {
                ["QM_SOURCE"] = "live", ["QM_YAHOO_URL"] = $"{Server.Url}", ["QM_TWELVEDATA_URL"] = $"{Server.Url}",
                ["QM_FMP_URL"] = $"{Server.Url}", ["QM_WIKIPEDIA_URL"] = $"{Server.Url}",
            },
        };
        if (providers.Contains("twelvedata", StringComparison.Ordinal)) trial.Variables["TWELVEDATA_API_KEY"] = "key-of-twelvedata";
        if (providers.Contains("fmp", StringComparison.Ordinal)) trial.Variables["FMP_API_KEY"] = "key-of-fmp";
        jobs = trial.Jobs(("first_days: 1500", "first_days: 270"),
            ("bars: [fmp, twelvedata, tiingo, eodhd, yahoo]", $"bars: [{providers}]"), ("calls_per_day: 800", "calls_per_day: 100000"),
            ("calls_per_minute: 40", Unhurried), ("calls_per_minute: 8", Unhurried), ("calls_per_minute: 300", Unhurried));
    }

    /// <summary>What runs: the job for all symbols, or the whole chain.</summary>
    public string Target { get; init; } = Job;

    public IReadOnlyList<string> Symbols { get; }

    public IReadOnlyList<DateOnly> Sessions { get; }

    /// <summary>The bars as traded, without splits.</summary>
    public Bars Truth { get; }

    public ProviderServer Server { get; }

    /// <summary>The bar that a provider returns, given the true bar, its symbol and the provider; null for a session without prices.</summary>
    public Func<Bar, string, string, Bar?> Returned { get; set; } = (bar, _, _) => bar;

    /// <summary>A reply in place of the bars; null for the bars.</summary>
    public Func<ProviderCall, ProviderReply?> Instead { get; set; } = _ => null;

    public IReadOnlyList<CorporateAction> Actions { get; set; } = [];

    public Trial Trial => trial;

    public DateOnly Tonight => tonight;

    /// <summary>The job file of the providers.</summary>
    public string Jobs => jobs;

    /// <summary>Makes a session the newest one that the providers hold, and leaves the clock.</summary>
    public void ServeUpTo(int session) => tonight = Sessions[session];

    /// <summary>The job for all symbols, some hours after the close of a session by its place; the clock of <paramref name="utc"/> on the next day.</summary>
    public Task<Ended> NightAsync(int session, string utc = "03:00", params string[] options) => CallAsync("run", session, 1, utc, options);

    /// <summary>The plan of the same night.</summary>
    public Task<Ended> PlanAsync(int session) => CallAsync("plan", session, 1, "03:00");

    /// <summary>A retry of a run in the same night, with the same job file.</summary>
    public Task<Ended> RetryAsync(string run, params string[] options) => trial.CallAsync(["retry", run, "--jobs", jobs, .. options]);

    /// <summary>Another command in the night after a session.</summary>
    public Task<Ended> CallAsync(int session, string[] command) => WithJobsAsync(session, jobs, command);

    /// <summary>A command in the night after a session, with another job file.</summary>
    public Task<Ended> WithJobsAsync(int session, string file, string[] command)
    {
        At(session, 1, "03:00");
        return trial.CallAsync([.. command, "--jobs", file]);
    }

    /// <summary>Publishes the symbols as tracked.</summary>
    public async Task TrackAsync()
    {
        using var target = new EmbeddedTarget(trial.Embedded, Catalogue.Standard.Columns, clock, new() { Statements = FlexSections.Tables });
        await target.Sets.ReplaceSetAsync("tracked:all", Symbols);
    }

    /// <summary>The clock somewhere within a session's day, in New York.</summary>
    public Task<Ended> AtAsync(int session, string utc) => CallAsync("run", session, 0, utc);

    /// <summary>Calls since the previous use of this method, without Yahoo's calendar of splits.</summary>
    public IReadOnlyList<ProviderCall> NewCalls()
    {
        var (all, before) = (Server.Calls, seen);
        seen = all.Count;
        return [.. all.Skip(before).Where(c => c.Path != "/v1/finance/visualization")];
    }

    public Task<IReadOnlyList<string>> SqlAsync(string query) => trial.SqlAsync(query);

    public async Task<IReadOnlyList<double>> ClosesAsync(string symbol = "S00") =>
        [.. (await SqlAsync($"SELECT close FROM price_data WHERE symbol = '{symbol}' ORDER BY date"))
            .Select(c => double.Parse(c, CultureInfo.InvariantCulture))];

    /// <summary>The stored closes of a symbol are those of the truth from one session to another, to the single precision of one provider.</summary>
    public async Task ShouldHoldAsync(int from, int to, string symbol = "S00")
    {
        var stored = await ClosesAsync(symbol);
        stored.Count.ShouldBe(to - from + 1);
        var start = Truth.Starts[Truth.IndexOf(symbol)] + from;
        for (var i = 0; i < stored.Count; i++)
            stored[i].ShouldBe(Truth.Close[start + i], 1e-6 * Truth.Close[start + i], $"{symbol} {Sessions[from + i]:yyyy-MM-dd}");
    }

    public void Dispose()
    {
        trial.Dispose();
        Server.Dispose();
    }

    private Task<Ended> CallAsync(string verb, int session, int daysLater, string utc, params string[] options)
    {
        At(session, daysLater, utc);
        string[] named = Target == Job ? ["--set", $"{Job}.symbols={string.Join(',', Symbols)}"] : [];
        return trial.CallAsync([verb, Target, "--jobs", jobs, .. named, .. options]);
    }

    private void At(int session, int daysLater, string utc)
    {
        tonight = Sessions[session];
        clock.Set(DateTimeOffset.Parse($"{tonight.AddDays(daysLater):yyyy-MM-dd}T{utc}Z", CultureInfo.InvariantCulture));
    }

    private ProviderReply Answer(ProviderCall call)
    {
        if (Instead(call) is { } other) return other;
        return Whole(call);
    }

    /// <summary>The reply with the bars up to the night.</summary>
    public ProviderReply Whole(ProviderCall call)
    {
        var who = call.Path.Split('/')[1] switch { "stable" => "fmp", "time_series" => "twelvedata", _ => "yahoo" };
        var served = new BarsBuilder();
        if (Model.Symbols.TryCanonical(call.Symbol, out var symbol) && Truth.IndexOf(symbol) is >= 0 and var s)
            for (var i = Truth.Starts[s]; i < Truth.Starts[s + 1] && Truth.Days[i] <= Day.Of(tonight); i++)
                if (Returned(BarAt(i), symbol, who) is { } bar) served.Add(symbol, bar, who);
        return new SeriesReplies(served.Build()) { Actions = Actions }.To(call);
    }

    private Bar BarAt(int i) => new(Truth.Days[i], Truth.Open[i], Truth.High[i], Truth.Low[i], Truth.Close[i], Truth.AdjClose[i], Truth.Volume[i]);

    private static Bar Dated(Bar bar, DateOnly session) => bar with { Day = Day.Of(session) };
}
