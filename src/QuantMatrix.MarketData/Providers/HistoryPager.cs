using QuantMatrix.Http;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Providers;

/// <summary>Fetches a history longer than one response in windows, newest first, all from the same provider.</summary>
internal static class HistoryPager
{
    /// <summary>Fewer sessions than the 5,000 rows providers return at most; they do not document which rows they would drop.</summary>
    private const int WindowYears = 18;

    /// <summary>A symbol without bars for this long after the start of a window was not listed before it.</summary>
    private const int MaxHaltDays = 366;

    public static async Task<ProviderResponse> FetchAsync(BarRequest request, Func<BarRequest, Task<ProviderResponse>> fetch)
    {
        var first = request.From ?? SessionCalendar.First;
        var window = Window(first, request.To, request);
        var pages = new List<ProviderResponse> { await fetch(window) };
        while (window.From > first && ReachesStart(window, pages[^1]))
        {
            window = Window(first, window.From!.Value.AddDays(-1), request);
            if (await OlderAsync(window, fetch) is not { } older) break;
            pages.Add(older);
        }
        return pages.Count == 1 ? pages[0] : Join(pages);
    }

    /// <summary>Number of calls for a symbol listed over the whole period.</summary>
    public static int MaxCalls(BarRequest request)
    {
        var (first, calls) = (request.From ?? SessionCalendar.First, 1);
        for (var window = Window(first, request.To, request); window.From > first; calls++) window = Window(first, window.From!.Value.AddDays(-1), request);
        return calls;
    }

    private static BarRequest Window(DateOnly first, DateOnly to, BarRequest request) =>
        to.AddYears(-WindowYears) is var from && from > first ? request with { From = from, To = to, IsPart = true }
            : request with { From = first, To = to, IsPart = to < request.To };

    private static bool ReachesStart(BarRequest window, ProviderResponse page) =>
        page.Bars.Count > 0 && Day.Date(page.Bars.Days[0]) < window.From!.Value.AddDays(MaxHaltDays);

    /// <summary>Null when the provider has no older bars, which some report as an error.</summary>
    private static async Task<ProviderResponse?> OlderAsync(BarRequest window, Func<BarRequest, Task<ProviderResponse>> fetch)
    {
        try
        {
            return await fetch(window);
        }
        catch (ProviderException e) when (e.Kind == FaultKind.Symbol)
        {
            return null;
        }
    }

    private static ProviderResponse Join(List<ProviderResponse> pages)
    {
        var bars = new BarsBuilder(pages.Sum(p => p.Bars.Count));
        foreach (var page in Enumerable.Reverse(pages))
            if (page.Bars.Count > 0) bars.Add(page.Bars, 0, ..page.Bars.Count);
        return new(bars.Build(), [.. pages.SelectMany(p => p.Rejected)]) { Nulls = pages.Sum(p => p.Nulls), Superseded = pages.Sum(p => p.Superseded) };
    }
}
