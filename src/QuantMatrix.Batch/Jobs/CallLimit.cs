using QuantMatrix.MarketData;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Limits requests to what a number of provider calls can serve.</summary>
internal sealed class CallLimit(IBarSource source, int maxCalls)
{
    /// <returns>The first requests that fit; the summary names the number of the others.</returns>
    public async Task<DueBars> LimitAsync(DueBars due, BackfillSummary summary, CancellationToken ct)
    {
        var (fits, tooMany) = (0, due.Requests.Count + 1);
        while (tooMany - fits > 1)
        {
            var count = fits + (tooMany - fits) / 2;
            if (await CallsAsync([.. due.Requests.Take(count)], ct) <= maxCalls) fits = count;
            else tooMany = count;
        }
        if (fits == due.Requests.Count) return due;
        summary.Note($"{Plural.Of(due.Requests.Count - fits, "symbol")} left: {Plural.Of(maxCalls, "call")} at most; run it again to continue");
        var left = due.Requests.Skip(fits).Select(r => r.Symbol).ToHashSet();
        return due with
        {
            Symbols = [.. due.Symbols.Where(s => !left.Contains(s))],
            Requests = [.. due.Requests.Take(fits)],
            Missing = due.Missing.Where(m => !left.Contains(m.Key)).ToDictionary(),
        };
    }

    private async Task<int> CallsAsync(IReadOnlyList<BarRequest> requests, CancellationToken ct) => (await source.ForecastAsync(requests, ct))?.Calls ?? 0;
}
