using QuantMatrix.Http;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Providers;

/// <summary>A history longer than a provider answers at once: asked for backwards, window by window, all of the one provider.</summary>
internal static class LongHistory
{
    /// <summary>Fewer sessions than the 5,000 rows that providers answer at most; which ones they would leave out is not told.</summary>
    private const int WindowYears = 18;

    /// <summary>Who has no bar for as long after a window's beginning was not listed before it.</summary>
    private const int LongestHaltDays = 366;

    public static async Task<ProviderResponse> AskAsync(BarRequest request, Func<BarRequest, Task<ProviderResponse>> ask)
    {
        var first = request.From ?? SessionCalendar.First;
        var window = Window(first, request.To, request);
        var answers = new List<ProviderResponse> { await ask(window) };
        while (window.From > first && ReachesBackTo(window, answers[^1]))
        {
            window = Window(first, window.From!.Value.AddDays(-1), request);
            if (await OlderAsync(window, ask) is not { } older) break;
            answers.Add(older);
        }
        return answers.Count == 1 ? answers[0] : Joined(answers);
    }

    /// <summary>How many windows a request takes when the symbol was listed all the time.</summary>
    public static int MostCalls(BarRequest request)
    {
        var (first, calls) = (request.From ?? SessionCalendar.First, 1);
        for (var window = Window(first, request.To, request); window.From > first; calls++) window = Window(first, window.From!.Value.AddDays(-1), request);
        return calls;
    }

    private static BarRequest Window(DateOnly first, DateOnly to, BarRequest request) =>
        request with { From = to.AddYears(-WindowYears) is var from && from > first ? from : first, To = to };

    private static bool ReachesBackTo(BarRequest window, ProviderResponse answer) =>
        answer.Bars.Count > 0 && Day.Date(answer.Bars.Days[0]) < window.From!.Value.AddDays(LongestHaltDays);

    /// <summary>Null when the provider has nothing older, which some say as a fault.</summary>
    private static async Task<ProviderResponse?> OlderAsync(BarRequest window, Func<BarRequest, Task<ProviderResponse>> ask)
    {
        try
        {
            return await ask(window);
        }
        catch (ProviderException e) when (e.Kind == FaultKind.Symbol)
        {
            return null;
        }
    }

    private static ProviderResponse Joined(List<ProviderResponse> answers)
    {
        var bars = new BarsBuilder(answers.Sum(a => a.Bars.Count));
        foreach (var answer in Enumerable.Reverse(answers))
            if (answer.Bars.Count > 0) bars.Add(answer.Bars, 0, ..answer.Bars.Count);
        return new(bars.Build(), [.. answers.SelectMany(a => a.Rejected)]) { Nulls = answers.Sum(a => a.Nulls) };
    }
}
