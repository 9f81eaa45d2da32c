using System.Runtime.CompilerServices;
using System.Threading.Channels;
using QuantMatrix.MarketData.Providers;

namespace QuantMatrix.MarketData.Live;

/// <summary>What sources of daily and of 5-minute bars have in common.</summary>
internal static class LiveProviders
{
    /// <summary>The counts of each provider, as in <c>yahoo.calls</c>.</summary>
    public static IReadOnlyDictionary<string, long> Counters(this IEnumerable<IBarProvider> providers) =>
        providers.SelectMany(p => p.Tally.Counts.Select(c => KeyValuePair.Create($"{p.Name}.{c.Key}", c.Value)))
            .OrderBy(c => c.Key, StringComparer.Ordinal).ToDictionary();

    /// <summary>Fetches concurrently and returns the results as they come; then, or when the caller stops, saves what each provider has used.</summary>
    /// <param name="concurrency">Requests fetched at a time.</param>
    public static async IAsyncEnumerable<TResult> FetchAsync<TRequest, TResult>(this IReadOnlyList<IBarProvider> providers, IReadOnlyList<TRequest> requests,
        int concurrency, Func<TRequest, CancellationToken, Task<TResult>> fetch, [EnumeratorCancellation] CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var results = Channel.CreateUnbounded<TResult>();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = stop.Token };
        var producer = ProduceAsync(requests, parallel, fetch, results.Writer);
        try
        {
            await foreach (var result in results.Reader.ReadAllAsync(ct)) yield return result;
            await producer;
        }
        finally
        {
            await stop.CancelAsync();
            await producer.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            foreach (var provider in providers) await provider.SaveAsync(CancellationToken.None);
        }
    }

    private static async Task ProduceAsync<TRequest, TResult>(IReadOnlyList<TRequest> requests, ParallelOptions parallel,
        Func<TRequest, CancellationToken, Task<TResult>> fetch, ChannelWriter<TResult> results)
    {
        Exception? fault = null;
        try
        {
            await Parallel.ForEachAsync(requests, parallel, async (request, token) => await results.WriteAsync(await fetch(request, token), token));
        }
        catch (Exception e)
        {
            fault = e;
            throw;
        }
        finally
        {
            results.Complete(fault);
        }
    }
}
