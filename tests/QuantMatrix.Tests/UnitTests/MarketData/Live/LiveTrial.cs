using System.Globalization;
using QuantMatrix.Http;
using QuantMatrix.MarketData.Live;
using QuantMatrix.MarketData.Providers;
using QuantMatrix.MarketData;
using QuantMatrix.Model;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.UnitTests.MarketData.Live;

/// <summary>The providers with short delays, served by one loopback server from a known series per symbol.</summary>
internal sealed class LiveTrial : IDisposable
{
    public const string FmpKey = "FMPsecretKEY0123456789", TwelveDataKey = "TDsecretKEY9876543210";
    public const string TiingoKey = "TIINGOsecretKEY13579", EodhdKey = "EODHDsecret+KEY/24680";
    public const int Sessions = 15;

    private static readonly DateOnly First = new(2025, 3, 3);
    private readonly SeriesReplies replies;
    private readonly List<IDisposable> opened = [];

    /// <param name="script">Replaces the correct response; null keeps it.</param>
    public LiveTrial(Func<ProviderCall, ProviderReply?>? script = null, int symbols = 5, TimeProvider? time = null)
    {
        Time = time ?? TimeProvider.System;
        Store = new(Time);
        Symbols = [.. Enumerable.Range(0, symbols).Select(i => string.Create(CultureInfo.InvariantCulture, $"S{i:000}")), "BRK-B"];
        Bars = Series();
        replies = new(Bars);
        Server = new(call => script?.Invoke(call) ?? replies.To(call));
        Options = new()
        {
            BaseUrl = Server.Url, Key = () => FmpKey, CallsPerMinute = 1_000_000, Retries = 3, RetryDelay = TimeSpan.FromMilliseconds(1),
            DefaultRetryAfter = TimeSpan.FromMilliseconds(20), BreakDuration = TimeSpan.FromSeconds(0.5), Timeout = Wait.Limit,
        };
    }

    public TimeProvider Time { get; }

    public KeysInMemory Store { get; }

    public ProviderServer Server { get; }

    public ProviderOptions Options { get; set; }

    /// <summary>S000, S001 … and BRK-B.</summary>
    public IReadOnlyList<string> Symbols { get; }

    /// <summary>The correct bars.</summary>
    public Bars Bars { get; }

    public DateOnly Last => Day.Date(Bars.Days[Sessions - 1]);

    public IReadOnlyList<BarRequest> Requests => [.. Symbols.Select(Asked)];

    public BarRequest Asked(string symbol) => new(symbol, First, Last);

    public Fmp Fmp() => Opened(new Fmp(Options, Store, Time));

    public TwelveData TwelveData() => Opened(new TwelveData(Options with { Key = () => TwelveDataKey }, Store, Time));

    public Tiingo Tiingo() => Opened(new Tiingo(Options with { Key = () => TiingoKey }, Store, Time));

    public Eodhd Eodhd() => Opened(new Eodhd(Options with { Key = () => EodhdKey }, Store, Time));

    public Yahoo Yahoo() => Opened(new Yahoo(Options with { Key = null }, Store, Time));

    public LiveSource Source(params IBarProvider[] providers) => new(providers.Length > 0 ? providers : [Fmp(), TwelveData(), Yahoo()]);

    /// <summary>All parts of a source's response combined.</summary>
    public static async Task<Fetched> AllAsync(LiveSource source, IReadOnlyList<BarRequest> requests, CancellationToken ct = default)
    {
        var parts = new List<Fetched>();
        await foreach (var part in source.FetchAsync(requests, ct)) parts.Add(part);
        var bars = new BarsBuilder();
        foreach (var part in parts.Select(p => p.Bars))
            for (var s = 0; s < part.Symbols.Count; s++) bars.Add(part, s, part.RowsOf(s));
        return new(bars.Build(), [.. parts.SelectMany(p => p.Rejected)], [.. parts.SelectMany(p => p.Failures)])
        {
            Actions = [.. parts.SelectMany(p => p.Actions)], Fallbacks = [.. parts.SelectMany(p => p.Fallbacks)],
        };
    }

    /// <summary>Asserts that the bars of the symbol are correct and from one provider; returns that provider.</summary>
    public string ShouldBeTrue(Bars found, string symbol)
    {
        var (here, there) = (found.RowsOf(found.IndexOf(symbol)), Bars.RowsOf(Bars.IndexOf(symbol)));
        found.Days[here].ToArray().ShouldBe(Bars.Days[there].ToArray());
        found.Open[here].ToArray().ShouldBe(Bars.Open[there].ToArray());
        found.Close[here].ToArray().ShouldBe(Bars.Close[there].ToArray());
        found.Volume[here].ToArray().ShouldBe(Bars.Volume[there].ToArray());
        return found.Source[here].ToArray().Distinct().ShouldHaveSingleItem();
    }

    public void Dispose()
    {
        opened.ForEach(o => o.Dispose());
        Server.Dispose();
    }

    private T Opened<T>(T provider) where T : IBarProvider
    {
        opened.Add(provider);
        return provider;
    }

    private Bars Series()
    {
        var builder = new BarsBuilder();
        var days = new SessionCalendar([]).Sessions(First, First.AddDays(60)).Take(Sessions).ToList();
        foreach (var (symbol, s) in Symbols.Select((symbol, s) => (symbol, s)))
            foreach (var (date, i) in days.Select((date, i) => (date, i)))
            {
                var price = 10.0 + s + i / 4.0;
                builder.Add(symbol, new Bar(Day.Of(date), price, price + 1, price - 1, price + 0.5, double.NaN, 3_000_000_000 + i), "truth");
            }
        return builder.Build();
    }
}
