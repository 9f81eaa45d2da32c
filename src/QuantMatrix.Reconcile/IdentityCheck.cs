using QuantMatrix.Model;

namespace QuantMatrix.Reconcile;

/// <summary>Recognizes the bars of another company that trades under the ticker of a stored one.</summary>
internal static class IdentityCheck
{
    /// <summary>First trade dates of providers are off by a few calendar days.</summary>
    private const int FirstTradeSlack = 7;

    /// <param name="firstTrade">The first session of the instrument as the provider states it; null when it does not.</param>
    /// <returns>Null when nothing says that the instruments differ.</returns>
    public static Finding? Find(SeriesPair pair, DateOnly? firstTrade, BarRequest? request)
    {
        if (pair.Stored.IsEmpty) return null;
        if (firstTrade is { } first && Day.Of(first) > pair.Stored.LastDay + FirstTradeSlack && Day.Of(first) <= pair.Fetched.LastDay)
            return Other(pair, Finding.Text($"first traded on {first:yyyy-MM-dd}")) with { IsStated = true };
        return pair.Shared.Count == 0 && pair.IsExtension && IsOverlapRequested(pair.Stored, request)
            ? Other(pair, $"has no bar before {Day.Text(pair.Fetched.FirstDay)}") : null;
    }

    private static bool IsOverlapRequested(BarSeries stored, BarRequest? request) =>
        request is not null && !(Day.Of(request.To) < stored.FirstDay) && !(request.From is { } from && Day.Of(from) > stored.LastDay);

    /// <summary>The reason is the same every night, so that a held bar is recognized.</summary>
    private static Finding Other(SeriesPair pair, string what)
    {
        var stored = $"the stored one last traded on {Day.Text(pair.Stored.LastDay)}";
        return new(FindingKind.OtherInstrument, $"{HeldBar.OtherInstrument}: the one that {pair.FetchedSource} serves as {pair.Symbol} {what}, and {stored}",
            pair.Fetched.FirstDay);
    }
}
