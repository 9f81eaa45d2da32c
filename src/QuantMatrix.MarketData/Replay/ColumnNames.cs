namespace QuantMatrix.MarketData.Replay;

/// <summary>The accepted names of each column, normalized; of several in one file the first one here is used.</summary>
internal static class ColumnNames
{
    public static readonly string[] Date =
        ["date", "datetime", "timestamp", "time", "day", "tradedate", "tradingdate", "tradingday", "sessiondate", "dtyyyymmdd", "t", "index", "unnamed0", ""];

    public static readonly string[] Open = ["open", "1open", "openprice", "o"];
    public static readonly string[] High = ["high", "2high", "highprice", "h"];
    public static readonly string[] Low = ["low", "3low", "lowprice", "l"];
    public static readonly string[] Close = ["close", "4close", "closeprice", "closelast", "last", "price", "c"];
    public static readonly string[] Volume = ["volume", "6volume", "5volume", "totalvolume", "vol", "v"];
    public static readonly string[] AdjClose = ["adjclose", "adjustedclose", "5adjustedclose"];
    public static readonly string[] Symbol = ["symbol", "ticker", "actsymbol", "tic"];

    /// <summary>Columns with tickers in some files and names of companies in others.</summary>
    public static readonly string[] NameOrTicker = ["name", "code"];

    public static readonly string[] Split = ["splitcoefficient", "8splitcoefficient", "splitfactor", "stocksplits", "splitratio", "split", "splits"];

    /// <summary>The fields of a bar by each of their names, and <c>adjusted</c>, in headers that name a ticker beside the field.</summary>
    private static readonly Dictionary<string, string> Fields = new[]
    {
        (Open[0], Open), (High[0], High), (Low[0], Low), (Close[0], Close), (Volume[0], Volume), (AdjClose[0], AdjClose), (Split[0], Split),
        (AdjClose[0], ["adjusted"]),
    }.SelectMany(f => f.Item2.Where(n => n.Length > 1).Select(n => (Name: n, Field: f.Item1))).ToDictionary(f => f.Name, f => f.Field);

    /// <summary>Makes <c>Adj Close</c>, <c>adj_close</c>, <c>AdjClose</c> and <c>&lt;ADJ CLOSE&gt;</c> equal.</summary>
    public static string Normalize(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    /// <summary>The field that a name stands for, or the name itself for a column that is not read; null when it is neither.</summary>
    public static string? Field(string name)
    {
        var normal = Normalize(name);
        return Fields.GetValueOrDefault(normal) ?? (normal is "dividends" or "capitalgains" or "repaired" ? normal : null);
    }
}
