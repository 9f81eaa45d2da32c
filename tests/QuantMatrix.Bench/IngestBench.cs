using System.Globalization;
using QuantMatrix.Indicators;
using QuantMatrix.Lake;
using QuantMatrix.MarketData.Live;
using QuantMatrix.MarketData.Providers;
using QuantMatrix.MarketData;
using QuantMatrix.Model;
using QuantMatrix.Reconcile;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Bench;

/// <summary>Bars fetched from a provider on this machine, checked and laid over a lake, beside the bare requests.</summary>
internal sealed class IngestBench : IBench
{
    private const int Symbols = 520, Sessions = 270, Concurrency = 25, Repeats = 9;
    private const double Bars = Symbols * Sessions;
    private static readonly TimeSpan Away = TimeSpan.FromMilliseconds(20);

    public string Name => "ingest";

    public async Task<Section> RunAsync(Workshop workshop, CancellationToken ct)
    {
        var (samples, _) = await workshop.MeasureAsync(Name, []);
        var (bare, fetched) = (samples["bare"], samples["fetched"]);
        return new Section($"ingest: {Symbols} symbols × {Sessions} bars, {Concurrency} at a time",
            $"A server of the benchmark's own in the same process answers as Yahoo does, through loopback, {Away.TotalMilliseconds} ms after it was asked, or at once with bodies that lie ready in memory. Bare: the same "
            + "requests, their bodies read and nothing more. Fetched: with pace, budget, breaker, memory of answers, parsing, rules, gate, judge and the merge into an empty lake. From bodies: the same without any request. In turns.",
            [
                new("bare requests", bare.Times(1e3), "ms"), new("fetched into the lake", fetched.Times(1e3), "ms"),
                new("fetched over bare", Spread.Of([fetched.Median / bare.Median]), "x") { AtMost = 2 },
                new("bare requests, answered at once", samples["bare at once"].Times(1e3), "ms"), new("fetched into the lake, answered at once", samples["fetched at once"].Times(1e3), "ms"),
                new("from bodies into the lake", samples["stored"].Into(Bars / 1e3), "k bars/s") { AtLeast = 500 },
            ]);
    }

    public async Task MeasureAsync(Workshop workshop, Samples samples, IReadOnlyList<string> arguments, CancellationToken ct)
    {
        var days = Market.Days(workshop.Calendar, Sessions);
        var symbols = Enumerable.Range(0, Symbols).Select(s => Market.Symbol(s, Symbols)).ToList();
        var requests = symbols.ConvertAll(s => new BarRequest(s, Day.Date(days[0]), Day.Date(days[^1])));
        var replies = new SeriesReplies(Market.Bars(symbols, days));
        var known = new System.Collections.Concurrent.ConcurrentDictionary<string, ProviderReply>();
        using var near = new ProviderServer(call => known.GetOrAdd(call.Target, _ => replies.To(call)));
        using var away = new ProviderServer(call => known[call.Target] with { After = Away });
        await BareAsync(near, requests, ct);
        for (var round = -3; round < Repeats; round++)
        {
            var warmUp = round < 0 ? "warm-up " : "";
            await samples.TimeAsync(warmUp + "bare", () => BareAsync(away, requests, ct));
            await samples.TimeAsync(warmUp + "fetched", () => FetchAsync(workshop, away, requests, ct));
            await samples.TimeAsync(warmUp + "bare at once", () => BareAsync(near, requests, ct));
            await samples.TimeAsync(warmUp + "fetched at once", () => FetchAsync(workshop, near, requests, ct));
            await samples.TimeAsync(warmUp + "stored", () => StoreAsync(workshop, requests, r => known[Target(r)].Body, ct));
        }
    }

    private static Task BareAsync(ProviderServer server, List<BarRequest> requests, CancellationToken ct)
    {
        var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Concurrency }) { BaseAddress = server.Url };
        return Parallel.ForEachAsync(requests, new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = ct },
            async (request, stop) => await http.GetByteArrayAsync(Target(request), stop)).ContinueWith(_ => http.Dispose(), ct, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private static string Target(BarRequest request) => string.Create(CultureInfo.InvariantCulture,
        $"/v8/finance/chart/{request.Symbol}?period1={Day.Of(request.From!.Value) * 86_400L}&period2={Day.Of(request.To.AddDays(1)) * 86_400L}&interval=1d&events=div%2Csplits");

    private static async Task FetchAsync(Workshop workshop, ProviderServer server, List<BarRequest> requests, CancellationToken ct)
    {
        var options = Yahoo.Defaults with { BaseUrl = server.Url, CallsPerMinute = 1_000_000, Concurrency = Concurrency };
        using var source = new LiveSource([new Yahoo(options, new KeysInMemory(TimeProvider.System), TimeProvider.System)], new LiveOptions { Concurrency = Concurrency, SymbolsPerPart = Symbols });
        await LayAsync(workshop, source.FetchAsync(requests, ct), ct);
    }

    private static Task StoreAsync(Workshop workshop, List<BarRequest> requests, Func<BarRequest, byte[]> body, CancellationToken ct)
    {
        var bars = new BarsBuilder(Symbols * Sessions);
        foreach (var request in requests)
        {
            var answer = Yahoo.Parse(body(request), request);
            bars.Add(answer.Bars, 0, ..answer.Bars.Count);
            answer.Bars.Recycle();
        }
        return LayAsync(workshop, new[] { new Fetched(bars.Build(), [], []) }.ToAsyncEnumerable(), ct);
    }

    private static async Task LayAsync(Workshop workshop, IAsyncEnumerable<Fetched> parts, CancellationToken ct)
    {
        var (gate, judge) = (new BarQualityChecks(workshop.Calendar, new BarQualityOptions()), new SeriesJudge(0.5));
        using var lake = new DataLake(Path.Combine(workshop.Passing, Guid.NewGuid().ToString("N")), TimeProvider.System, Environment.ProcessorCount, Catalogue.Standard.FeatureSchema);
        await foreach (var part in parts)
        {
            if (part.Failures.Count > 0) throw new InvalidOperationException(part.Failures[0].Reason);
            var (sound, accepted) = (gate.Sift(part.Bars, []), new BarsBuilder(part.Bars.Count));
            foreach (var symbol in sound.Symbols)
            {
                var (stored, given) = (new Reconcile.SymbolSeries(Model.Bars.Empty, symbol), new Reconcile.SymbolSeries(sound, symbol));
                if (judge.Judge(stored, given, []).Verdict == SeriesVerdict.Fits) SeriesDelta.Add(accepted, stored, given);
            }
            var commit = lake.Begin("bench");
            await commit.MergeBarsAsync(accepted.Build(), ct);
            commit.Publish();
        }
    }
}
