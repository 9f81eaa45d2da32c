using QuantMatrix.Http;
using QuantMatrix.MarketData.Providers;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Live;

/// <summary>Fetches one symbol from the first provider that has bars for it; bars of two providers are never combined.</summary>
internal sealed class ProviderFallback(IReadOnlyList<IBarProvider> providers)
{
    public async Task<SymbolResult> FetchAsync(BarRequest request, CancellationToken ct)
    {
        var (reasons, rejected, mayPass) = (new List<string>(), new List<RejectedRow>(), false);
        foreach (var provider in providers.Where(p => p.Name != request.Except).OrderByDescending(p => p.Name == request.Prefer))
        {
            try
            {
                var response = await provider.FetchAsync(request, ct);
                rejected.AddRange(response.Rejected);
                Count(provider.Tally, response, isFallback: reasons.Count > 0);
                if (response.Bars.Count > 0) return new(request.Symbol, response, rejected, null, FallbackOf(request, provider, reasons));
                reasons.Add($"{provider.Name}: {NoBars(response)}");
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

    private static Fallback? FallbackOf(BarRequest request, IBarProvider provider, List<string> reasons) =>
        reasons.Count == 0 ? null : new(request.Symbol, provider.Name, string.Join("; ", reasons));

    private static void Count(ProviderTally tally, ProviderResponse response, bool isFallback)
    {
        var hasBars = response.Bars.Count > 0;
        tally.Add("symbols", hasBars ? 1 : 0);
        tally.Add("fallbacks", hasBars && isFallback ? 1 : 0);
        tally.Add("bars", response.Bars.Count);
        tally.Add("rejected", response.Rejected.Count);
        tally.Add("null_rows", response.Nulls);
        tally.Add("superseded", response.Superseded);
        if (response.Superseded > 0) tally.AddFault("a session came twice in a response; its later row was used");
    }

    private static string NoBars(ProviderResponse response)
    {
        var (n, r) = (response.Nulls, response.Rejected.Count);
        return n + r == 0 ? "no bars for these sessions" : $"no usable bars: {Plural.Of(n, "session")} without prices, {r} rejected";
    }
}

/// <summary>The result for one symbol: the response of one provider or a failure, and the rows rejected from any provider tried.</summary>
internal sealed record SymbolResult(
    string Symbol, ProviderResponse? Response, IReadOnlyList<RejectedRow> Rejected, FetchFailure? Failure, Fallback? Fallback);
