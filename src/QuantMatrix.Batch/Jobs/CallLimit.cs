using QuantMatrix.Lake.Tables;
using QuantMatrix.MarketData;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Limits requests to what a number of provider calls can serve.</summary>
internal sealed class CallLimit(IBarSource source, int maxCalls)
{
    /// <summary>Symbols that fewer runs have tried come first, so that those which fail every time hold up no others.</summary>
    /// <param name="units">The units that earlier runs of the job left open.</param>
    public static DueBars Ordered(DueBars due, IEnumerable<OpenUnit> units)
    {
        var tried = units.GroupBy(u => u.Symbol).ToDictionary(g => g.Key, g => g.Max(u => u.Attempts));
        return due with { Requests = [.. due.Requests.OrderBy(r => tried.GetValueOrDefault(r.Symbol))] };
    }

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
        if (fits == 0)
            throw new ConfigurationException($"max_calls is {maxCalls}, but {due.Requests[0].Symbol} alone needs "
                + $"{Plural.Of(await CallsAsync([due.Requests[0]], ct), "call")}; expected at least that");
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
