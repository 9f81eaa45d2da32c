using System.Globalization;
using QuantMatrix.Indicators;
using QuantMatrix.Lake;
using QuantMatrix.MarketData;
using QuantMatrix.MarketData.Live;
using QuantMatrix.MarketData.Providers;
using QuantMatrix.Model;
using QuantMatrix.Reconcile;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Bench;

/// <summary>Bars fetched from a local provider, checked and merged into a lake, compared with the bare requests.</summary>
internal sealed class IngestBench : IBench
{
    private const int Symbols = 520, Sessions = 270, Concurrency = 25, Repeats = 9;
    private const double Bars = Symbols * Sessions;
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(20);

    public string Name => "ingest";

    public async Task<Section> RunAsync(BenchEnvironment env, CancellationToken ct)
    {
        var (measured, _) = await env.MeasureAsync(Name, []);
        var (bare, fetched) = (measured["bare"], measured["fetched"]);
        return new Section($"ingest: {Symbols} symbols × {Sessions} bars, {Concurrency} at a time",
            $"A server in the same process answers like Yahoo over loopback, after {Latency.TotalMilliseconds} ms or immediately, from bodies in memory. "
            + "Bare: the same requests, bodies read and discarded. Fetched: with throttle, budget, circuit breaker, response cache, parsing, quality checks, "
            + "reconciliation and the commit into an empty lake. From bodies: the same without requests. Interleaved.",
            [
                new("bare requests", bare.Times(1e3), "ms"), new("fetched into the lake", fetched.Times(1e3), "ms"),
                new("fetched relative to bare", Spread.Of([fetched.Median / bare.Median]), "x") { AtMost = 2 },
                new("bare requests, answered immediately", measured["bare at once"].Times(1e3), "ms"),
                new("fetched into the lake, answered immediately", measured["fetched at once"].Times(1e3), "ms"),
                new("from bodies into the lake", measured["stored"].Into(Bars / 1e3), "k bars/s") { AtLeast = 500 },
            ]);
    }

    public async Task MeasureAsync(BenchEnvironment env, Measurements measured, IReadOnlyList<string> arguments, CancellationToken ct)
    {
        var days = Market.Days(env.Calendar, Sessions);
        var symbols = Enumerable.Range(0, Symbols).Select(s => Market.Symbol(s, Symbols)).ToList();
        var requests = symbols.ConvertAll(s => new BarRequest(s, Day.Date(days[0]), Day.Date(days[^1])));
        var replies = new SeriesReplies(Market.Bars(symbols, days));
        var known = new System.Collections.Concurrent.ConcurrentDictionary<string, ProviderReply>();
        using var near = new ProviderServer(call => known.GetOrAdd(call.Target, _ => replies.To(call)));
        using var distant = new ProviderServer(call => known[call.Target] with { After = Latency });
        await BareAsync(near, requests, ct);
        for (var round = -3; round < Repeats; round++)
        {
            var warmUp = round < 0 ? "warm-up " : "";
            await measured.TimeAsync(warmUp + "bare", () => BareAsync(distant, requests, ct));
            await measured.TimeAsync(warmUp + "fetched", () => FetchAsync(env, distant, requests, ct));
            await measured.TimeAsync(warmUp + "bare at once", () => BareAsync(near, requests, ct));
            await measured.TimeAsync(warmUp + "fetched at once", () => FetchAsync(env, near, requests, ct));
            await measured.TimeAsync(warmUp + "stored", () => StoreAsync(env, requests, r => known[Target(r)].Body, ct));
        }
    }

    private static async Task BareAsync(ProviderServer server, List<BarRequest> requests, CancellationToken ct)
    {
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Concurrency }) { BaseAddress = server.Url };
        await Parallel.ForEachAsync(requests, new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = ct },
            async (request, stop) => await http.GetByteArrayAsync(Target(request), stop));
    }

    private static string Target(BarRequest request) => string.Create(CultureInfo.InvariantCulture,
        $"/v8/finance/chart/{request.Symbol}?period1={Day.Of(request.From!.Value) * 86_400L}&period2={Day.Of(request.To.AddDays(1)) * 86_400L}"
        + $"&interval=1d&events=div%2Csplits");

    private static async Task FetchAsync(BenchEnvironment env, ProviderServer server, List<BarRequest> requests, CancellationToken ct)
    {
        var options = Yahoo.Defaults with { BaseUrl = server.Url, CallsPerMinute = 1_000_000, Concurrency = Concurrency };
        var yahoo = new Yahoo(options, new KeysInMemory(TimeProvider.System), TimeProvider.System);
        using var source = new LiveSource([yahoo], new LiveOptions { Concurrency = Concurrency, SymbolsPerPart = Symbols });
        await StoreAsync(env, source.FetchAsync(requests, ct), requests, ct);
    }

    private static Task StoreAsync(BenchEnvironment env, List<BarRequest> requests, Func<BarRequest, byte[]> body, CancellationToken ct)
    {
        var bars = new BarsBuilder(Symbols * Sessions);
        foreach (var request in requests)
        {
            var answer = Yahoo.Parse(body(request), request);
            bars.Add(answer.Bars, 0, ..answer.Bars.Count);
            answer.Bars.Recycle();
        }
        return StoreAsync(env, new[] { new Fetched(bars.Build(), [], []) }.ToAsyncEnumerable(), requests, ct);
    }

    private static async Task StoreAsync(BenchEnvironment env, IAsyncEnumerable<Fetched> parts, List<BarRequest> requests, CancellationToken ct)
    {
        var (quality, requested) = (new BarQualityChecks(env.Calendar, new BarQualityOptions()), requests.ToDictionary(r => r.Symbol));
        var folder = Path.Combine(env.Temp, Guid.NewGuid().ToString("N"));
        using var lake = new DataLake(folder, TimeProvider.System, Environment.ProcessorCount, Catalogue.Standard.FeatureSchema);
        await foreach (var part in parts)
        {
            if (part.Failures.Count > 0) throw new InvalidOperationException(part.Failures[0].Reason);
            var fetched = new FetchedBars(quality.Check(part.Bars).Passed) { Actions = part.Actions, Requests = requested };
            var commit = lake.Begin("bench");
            var stored = await lake.BarsAsync(commit.Basis, new BarRange { Symbols = fetched.Bars.Symbols }, ct);
            await commit.ApplyAsync(Reconciler.Plan(stored, fetched, Recorded.Nothing, new ReconcileRules { AsOf = requests[0].To }), ct);
            commit.Publish();
        }
    }
}
