using System.Runtime.CompilerServices;
using System.Threading.Channels;
using QuantMatrix.Http;
using QuantMatrix.MarketData.Providers;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Live;

/// <summary>The providers as one source of bars: each symbol is served whole by the first provider that can, and never by two.</summary>
public sealed class LiveSource : IBarSource, IDisposable
{
    private readonly IReadOnlyList<IBarProvider> providers;
    private readonly LiveOptions options;

    /// <param name="providers">In the order they are asked; at least one.</param>
    /// <exception cref="ConfigurationException">There is no provider, or an option is out of range.</exception>
    public LiveSource(IReadOnlyList<IBarProvider> providers, LiveOptions? options = null)
    {
        (this.providers, this.options) = (providers, options ?? new());
        this.options.Check();
        if (providers.Count == 0) throw new ConfigurationException("live source: no provider is left to ask; expected at least one");
    }

    public string Name => "live";

    public bool IsLocal => false;

    public string? Fingerprint => null;

    /// <summary>In the order they are asked; each has its tally.</summary>
    public IReadOnlyList<IBarProvider> Providers => providers;

    public IReadOnlyDictionary<string, long> Counters =>
        providers.SelectMany(p => p.Tally.Counts.Select(c => KeyValuePair.Create($"{p.Name}.{c.Key}", c.Value))).OrderBy(c => c.Key, StringComparer.Ordinal).ToDictionary();

    public IReadOnlyList<string> Samples => [.. providers.SelectMany(p => p.Tally.Samples.Select(fault => $"{p.Name}: {fault}"))];

    public IReadOnlyList<string> Warnings => [.. providers.Where(p => p.Tally.DisabledReason is not null).Select(p => $"{p.Name} is not asked any more in this run: {p.Tally.DisabledReason}"), .. options.LeftOut];

    /// <summary>Providers cannot be looked through; only asking tells.</summary>
    public IReadOnlyList<FetchFailure> Missing(IReadOnlyList<string> symbols) => [];

    /// <remarks>As if the first provider served them all.</remarks>
    public int CallsFor(IEnumerable<BarRequest> requests) => requests.Sum(providers[0].CallsFor);

    /// <exception cref="ArgumentException">A symbol is requested twice.</exception>
    public async IAsyncEnumerable<Fetched> FetchAsync(IReadOnlyList<BarRequest> requests, [EnumeratorCancellation] CancellationToken ct)
    {
        if (requests.CountBy(r => r.Symbol).FirstOrDefault(s => s.Value > 1) is { Key: not null } twice)
            throw new ArgumentException($"{twice.Key} is requested twice; expected one request a symbol", nameof(requests));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var served = Channel.CreateUnbounded<ServedSymbol>();
        var asking = AskAllAsync(requests, served.Writer, stop.Token);
        try
        {
            await foreach (var part in PartsAsync(served.Reader, ct)) yield return FetchedOf(part);
            await asking;
        }
        finally
        {
            await stop.CancelAsync();
            await asking.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            foreach (var provider in providers) await provider.SaveAsync(CancellationToken.None);
        }
    }

    public void Dispose()
    {
        foreach (var provider in providers) provider.Dispose();
    }

    private async Task AskAllAsync(IReadOnlyList<BarRequest> requests, ChannelWriter<ServedSymbol> served, CancellationToken ct)
    {
        Exception? fault = null;
        try
        {
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Concurrency, CancellationToken = ct };
            await Parallel.ForEachAsync(requests, parallel, async (request, stop) => await served.WriteAsync(await ServeAsync(request, stop), stop));
        }
        catch (Exception e)
        {
            fault = e;
            throw;
        }
        finally
        {
            served.Complete(fault);
        }
    }

    private async Task<ServedSymbol> ServeAsync(BarRequest request, CancellationToken ct)
    {
        var (reasons, rejected, mayPass) = (new List<string>(), new List<RejectedRow>(), false);
        foreach (var provider in providers.Where(p => p.Name != request.Except))
        {
            try
            {
                var answer = await provider.FetchAsync(request, ct);
                rejected.AddRange(answer.Rejected);
                Count(provider.Tally, answer, inAnothersPlace: reasons.Count > 0);
                if (answer.Bars.Count > 0)
                    return new(request.Symbol, answer, rejected, null, reasons.Count == 0 ? null : new(request.Symbol, provider.Name, string.Join("; ", reasons)));
                reasons.Add($"{provider.Name}: {Nothing(answer)}");
            }
            catch (ProviderException e)
            {
                provider.Tally.AddFault(e.Message);
                reasons.Add($"{provider.Name}: {e.Message}");
                mayPass |= e.Kind == FaultKind.Transient || provider.Tally.IsDown;
            }
        }
        return new(request.Symbol, null, rejected, new(request.Symbol, string.Join("; ", reasons), mayPass), null);
    }

    private static void Count(ProviderTally tally, ProviderResponse answer, bool inAnothersPlace)
    {
        var useful = answer.Bars.Count > 0;
        tally.Add("symbols", useful ? 1 : 0);
        tally.Add("fallbacks", useful && inAnothersPlace ? 1 : 0);
        tally.Add("bars", answer.Bars.Count);
        tally.Add("rejected", answer.Rejected.Count);
        tally.Add("null_rows", answer.Nulls);
        tally.Add("unfinished", answer.Unfinished);
    }

    private static string Nothing(ProviderResponse answer)
    {
        var (n, u, r) = (answer.Nulls, answer.Unfinished, answer.Rejected.Count);
        return n + u + r == 0 ? "no bar of these sessions" : $"no usable bar: {n} sessions without prices, {u} unfinished, {r} rejected";
    }

    /// <summary>What is there is handed on once it makes a part, or when nothing more comes.</summary>
    private async IAsyncEnumerable<List<ServedSymbol>> PartsAsync(ChannelReader<ServedSymbol> served, [EnumeratorCancellation] CancellationToken ct)
    {
        var part = new List<ServedSymbol>();
        await foreach (var symbol in served.ReadAllAsync(ct))
        {
            part.Add(symbol);
            if (part.Count < options.SymbolsPerPart) continue;
            yield return part;
            part = [];
        }
        if (part.Count > 0) yield return part;
    }

    private static Fetched FetchedOf(List<ServedSymbol> part)
    {
        part.Sort((a, b) => string.CompareOrdinal(a.Symbol, b.Symbol));
        var bars = new BarsBuilder(part.Sum(s => s.Answer?.Bars.Count ?? 0));
        foreach (var answer in part.Select(s => s.Answer).OfType<ProviderResponse>())
        {
            bars.Add(answer.Bars, 0, ..answer.Bars.Count);
            answer.Bars.Recycle();
        }
        return new(bars.Build(), [.. part.SelectMany(s => s.Rejected)], [.. part.Select(s => s.Failure).OfType<FetchFailure>()])
        {
            Actions = [.. part.SelectMany(s => s.Answer?.Actions ?? [])],
            Fallbacks = [.. part.Select(s => s.Fallback).OfType<Fallback>()],
        };
    }
}
