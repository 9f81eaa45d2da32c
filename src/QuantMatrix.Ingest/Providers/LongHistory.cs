using QuantMatrix.Compute;

namespace QuantMatrix.Ingest;

/// <summary>A history longer than a provider answers at once: asked for backwards, answer by answer, all of the one provider.</summary>
internal static class LongHistory
{
    /// <param name="mostRows">What the provider answers at most, the newest sessions; an answer that full may have older ones before it.</param>
    public static async Task<ProviderAnswer> AskAsync(BarRequest request, int mostRows, Func<BarRequest, Task<ProviderAnswer>> ask)
    {
        var answers = new List<ProviderAnswer> { await ask(request) };
        while (IsFull(answers[^1], mostRows) && Day.Date(answers[^1].Bars.Days[0]) is var oldest && !(oldest <= request.From))
            answers.Add(await ask(request with { To = oldest.AddDays(-1) }));
        return answers.Count == 1 ? answers[0] : Joined(answers);
    }

    private static bool IsFull(ProviderAnswer answer, int mostRows) =>
        answer.Bars.Count > 0 && answer.Bars.Count + answer.Rejected.Count + answer.Nulls >= mostRows;

    private static ProviderAnswer Joined(List<ProviderAnswer> answers)
    {
        var bars = new BarsBuilder(answers.Sum(a => a.Bars.Count));
        foreach (var answer in Enumerable.Reverse(answers)) bars.Add(answer.Bars, 0, ..answer.Bars.Count);
        return new(bars.Build(), [.. answers.SelectMany(a => a.Rejected)]) { Nulls = answers.Sum(a => a.Nulls) };
    }
}
