namespace QuantMatrix.Indicators;

/// <summary>Percentile ranks of symbols within each session: the second, cross-sectional pass of a computation.</summary>
public sealed class SessionRanks
{
    private const int Best = 99;

    private readonly Dictionary<string, List<(int Day, int Rank)>> ranks = [];

    /// <summary>Ranks the scores of each session.</summary>
    /// <param name="sessions">The scores of a day, since 1970-01-01, by symbol; a missing one, NaN, has no rank and does not count.</param>
    public SessionRanks(IEnumerable<KeyValuePair<int, List<(string Symbol, double Score)>>> sessions)
    {
        foreach (var (day, scores) in sessions)
        {
            var ranked = scores.Where(s => !double.IsNaN(s.Score)).ToList();
            foreach (var ((symbol, _), rank) in ranked.Zip(Of([.. ranked.Select(s => s.Score)])))
            {
                if (!ranks.TryGetValue(symbol, out var own)) ranks.Add(symbol, own = []);
                own.Add((day, rank));
            }
        }
    }

    /// <summary>The days on which a symbol has a rank, with the rank.</summary>
    public IReadOnlyList<(int Day, int Rank)> Of(string symbol) => ranks.GetValueOrDefault(symbol) ?? [];

    /// <summary>ceil(99·(number of smaller scores + half the number of equal ones, itself included)/n) of each score.</summary>
    public static int[] Of(double[] scores)
    {
        double[] sorted = [.. scores.Order()];
        return Array.ConvertAll(scores, score =>
        {
            var (smaller, notGreater) = (FirstFrom(sorted, score), FirstFrom(sorted, Math.BitIncrement(score)));
            var doubled = (long)Best * (smaller + notGreater);
            return (int)((doubled + 2 * sorted.Length - 1) / (2 * sorted.Length));
        });
    }

    /// <summary>The number of values below a limit.</summary>
    private static int FirstFrom(double[] sorted, double limit)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle] < limit) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
