namespace QuantMatrix.Model;

/// <summary>What a price of a past session is divided by to be on today's basis: the product of the ratios of later splits.</summary>
public sealed class SplitFactors
{
    /// <summary>By symbol: ex-dates in order, each with the product of its own and later ratios.</summary>
    private readonly Dictionary<string, (int ExDay, double Factor)[]> later;

    /// <param name="splits">Splits that the stored daily prices reflect; several of one ex-date multiply.</param>
    public SplitFactors(IEnumerable<CorporateAction> splits) => later = splits.Where(s => s.Kind == ActionKind.Split).GroupBy(s => s.Symbol)
        .ToDictionary(s => s.Key, s => Products([.. s.OrderBy(split => split.ExDate)]), StringComparer.Ordinal);

    /// <summary>1 when no split of the symbol has a later ex-date.</summary>
    /// <param name="day">The session, days since 1970-01-01.</param>
    public double Of(string symbol, int day)
    {
        if (!later.TryGetValue(symbol, out var products)) return 1;
        foreach (var (exDay, factor) in products)
            if (exDay > day) return factor;
        return 1;
    }

    private static (int, double)[] Products(CorporateAction[] splits)
    {
        var products = new (int, double)[splits.Length];
        var product = 1.0;
        for (var i = splits.Length - 1; i >= 0; i--) products[i] = (Day.Of(splits[i].ExDate), product *= splits[i].Value);
        return products;
    }
}
