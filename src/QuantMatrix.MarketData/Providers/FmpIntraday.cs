using System.Globalization;
using QuantMatrix.MarketData.Parsing;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Providers;

/// <summary>The 5-minute chart of Financial Modeling Prep: an array, newest row first, stamped with the exchange's time; rows do not name the symbol.</summary>
internal static class FmpIntraday
{
    private const string Path = "/stable/historical-chart/5min";

    /// <summary>It has more than 15 years; the rows of one response are limited, but the limit is not documented.</summary>
    public static readonly IntradayLimits Limits = new(DaysPerCall: 28);

    public static string Query(IntradayRequest request) => string.Create(CultureInfo.InvariantCulture,
        $"{Path}?symbol={ProviderSymbols.Of(Fmp.Provider, request.Symbol)}&from={request.From:yyyy-MM-dd}&to={request.To:yyyy-MM-dd}");

    /// <exception cref="Http.ProviderException">The response does not match the request.</exception>
    public static IntradayResponse Parse(ReadOnlySpan<byte> body, IntradayRequest request)
    {
        using var rows = Fmp.Rows(body, request.Symbol, "symbol", "date", "open", "high", "low", "close", "volume");
        return IntradayRows.Read(rows, 1, body, new(request, Fmp.Provider, Path));
    }
}

/// <summary>Reads a table whose columns from the stamp on are open, high, low, close and volume.</summary>
internal static class IntradayRows
{
    /// <param name="stamp">The column of the time; those of the values follow it.</param>
    public static IntradayResponse Read(JsonTable rows, int stamp, ReadOnlySpan<byte> body, IntradayBuilder builder)
    {
        var times = new DateTime?[rows.Rows];
        for (var row = 0; row < times.Length; row++) times[row] = StampText.TryParse(rows[row, stamp].In(body), out var time) ? time : null;
        var newest = times.Max();
        foreach (var row in OldestFirst(times))
        {
            var cells = new BarCells(rows[row, stamp + 1], rows[row, stamp + 2], rows[row, stamp + 3], rows[row, stamp + 4], default, rows[row, stamp + 5]);
            if (times[row] is { } time) builder.Add(row + 1, time, time == newest, cells, body);
            else builder.AddUnreadable(row + 1, rows[row, stamp].In(body), cells, body);
        }
        return builder.Build();
    }

    /// <summary>Some providers write the newest row first.</summary>
    private static IEnumerable<int> OldestFirst(DateTime?[] times)
    {
        var rows = Enumerable.Range(0, times.Length);
        return times.Length > 1 && times[0] > times[^1] ? rows.Reverse() : rows;
    }
}
