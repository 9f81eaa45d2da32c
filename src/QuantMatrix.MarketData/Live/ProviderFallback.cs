using QuantMatrix.Http;
using QuantMatrix.MarketData.Providers;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Live;

/// <summary>Fetches one symbol from the first provider that serves it, else from the one with the most complete response.</summary>
/// <remarks>
/// A provider serves a symbol when the newest session due came and the refused rows are within the limit. Bars of two providers are never combined.
/// </remarks>
internal sealed class ProviderFallback(IReadOnlyList<IBarProvider> providers, int refusedPercent)
{
    public async Task<SymbolResult> FetchAsync(BarRequest request, CancellationToken ct)
    {
        var (lacks, rejected, mayPass, best) = (new List<Lack>(), new List<RejectedRow>(), false, (Candidate?)null);
        foreach (var provider in providers.Where(p => p.Name != request.Except).OrderByDescending(p => p.Name == request.Prefer))
        {
            try
            {
                var found = new Candidate(request, provider, await provider.FetchAsync(request, ct));
                rejected.AddRange(found.Response.Rejected);
                CountRows(provider.Tally, found.Response);
                if (found.Completeness.Bars > 0 && (best is null || found.Completeness.IsBetterThan(best.Completeness))) best = found;
                if (found.Completeness.IsServed(request.To, refusedPercent)) break;
                lacks.Add(new(provider, LackOf(found, request)));
            }
            catch (ProviderException e)
            {
                provider.Tally.AddFault(e.Message);
                provider.Tally.Add("failed_symbols", e.Kind == FaultKind.Symbol ? 0 : 1);
                lacks.Add(new(provider, e.Message));
                mayPass |= e.MayPass || (e.Kind == FaultKind.Provider && provider.Tally.IsDown);
            }
        }
        if (best is null) return new(request.Symbol, null, rejected, new(request.Symbol, Reasons(lacks), mayPass), null);
        var isFallback = lacks.Count > 0 && lacks[0].Provider != best.Provider;
        CountServed(best, isFallback);
        var reasons = Reasons(lacks.Where(l => l.Provider != best.Provider));
        return new(request.Symbol, best.Response, rejected, null, isFallback ? new(request.Symbol, best.Provider.Name, reasons) : null);
    }

    private static string Reasons(IEnumerable<Lack> lacks) => string.Join("; ", lacks.Select(l => $"{l.Provider.Name}: {l.Text}"));

    private static void CountRows(ProviderTally tally, ProviderResponse response)
    {
        tally.Add("rejected", response.Rejected.Count);
        tally.Add("null_rows", response.Nulls);
        tally.Add("superseded", response.Superseded);
        if (response.Superseded > 0) tally.AddFault("a session came twice in a response; its later row was used");
    }

    private static void CountServed(Candidate served, bool isFallback)
    {
        var tally = served.Provider.Tally;
        tally.Add("symbols");
        tally.Add("fallbacks", isFallback ? 1 : 0);
        tally.Add("bars", served.Response.Bars.Count);
    }

    private string LackOf(Candidate found, BarRequest request)
    {
        var (n, r) = (found.Response.Nulls, found.Response.Rejected.Count);
        return found.Completeness.Bars > 0 ? found.Completeness.Lack(request.To, refusedPercent)
            : n + r == 0 ? "no bars for these sessions"
            : $"no usable bars: {Plural.Of(n, "session")} without prices, {r} rejected";
    }

    private sealed record Candidate(BarRequest Request, IBarProvider Provider, ProviderResponse Response)
    {
        public ResponseCompleteness Completeness { get; } = ResponseCompleteness.Of(Response.Bars, Request.Symbol, Response.Rejected.Count);
    }

    private sealed record Lack(IBarProvider Provider, string Text);
}

/// <summary>The result for one symbol: the response of one provider or a failure, and the rows rejected from any provider tried.</summary>
internal sealed record SymbolResult(
    string Symbol, ProviderResponse? Response, IReadOnlyList<RejectedRow> Rejected, FetchFailure? Failure, Fallback? Fallback);
