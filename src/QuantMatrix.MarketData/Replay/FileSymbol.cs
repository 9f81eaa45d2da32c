using System.Collections.Frozen;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Replay;

/// <summary>Tickers as folders write them: in file names, and in cells with an exchange or a country.</summary>
internal static class FileSymbol
{
    private static readonly string[] Exchanges = ["NASDAQ:", "NYSE:", "NYSEARCA:", "ARCA:", "AMEX:", "BATS:", "CBOE:", "NYSEAMERICAN:"];
    private static readonly string[] Countries = [".US", " US", " US EQUITY"];

    /// <summary>Words that name the content of a file, not its symbol. EOD and DATA are or were tickers; ALL and OPEN stay tickers.</summary>
    private static readonly FrozenSet<string> Words = FrozenSet.Create(
        "ALLDATA", "ALLSTOCKS", "BARS", "BOOK1", "CANDLES", "DAILY", "DATA", "DATAFRAME", "DATASET", "DF", "DOWNLOAD", "EOD", "EQUITIES", "EXPORT",
        "HISTORICAL", "HISTORY", "MARKET", "MARKETDATA", "OHLC", "OHLCV", "OUTPUT", "PORTFOLIO", "PRICE", "PRICEDATA", "PRICES", "QUOTE", "QUOTES",
        "RESULT", "RESULTS", "SECURITIES", "SHARES", "SHEET1", "STOCK", "STOCKDATA", "STOCKS", "SYMBOLS", "TABLE", "TICKERS", "TIMESERIES",
        "UNIVERSE", "UNTITLED", "WATCHLIST");

    /// <summary>The canonical symbol of a cell: <c>AAPL.US</c> and <c>NASDAQ:AAPL</c> are AAPL.</summary>
    public static bool TryCanonical(string text, out string symbol) => Symbols.TryCanonical(WithoutPlace(text.Trim()), out symbol);

    /// <summary>The symbol a file is named after; null with the reason when the name is not a ticker.</summary>
    public static string? Of(BarFile file, out string fault)
    {
        var isTicker = TryCanonical(file.Stem, out var symbol);
        fault = $"file name '{file.Stem}' is not a ticker and there is no column symbol; expected a name such as AAPL.csv";
        if (isTicker && !Words.Contains(symbol)) return symbol;
        if (isTicker)
            fault = $"file name '{file.Stem}' describes the content and there is no column symbol; expected a name such as AAPL.csv, or a column symbol";
        return null;
    }

    private static string WithoutPlace(string text)
    {
        var exchange = Array.Find(Exchanges, e => text.StartsWith(e, StringComparison.OrdinalIgnoreCase));
        if (exchange is not null) return text[exchange.Length..];
        var country = Array.Find(Countries, c => text.Length > c.Length && text.EndsWith(c, StringComparison.OrdinalIgnoreCase));
        return country is null ? text : text[..^country.Length];
    }
}
