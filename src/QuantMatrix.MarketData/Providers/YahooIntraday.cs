using System.Globalization;
using QuantMatrix.MarketData.Calendar;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Providers;

/// <summary>Yahoo's chart with 5-minute bars, stamped in Unix seconds; a slot without a trade is null, the newest row may be an unfinished slot.</summary>
internal static class YahooIntraday
{
    /// <summary>Older bars are refused with HTTP 422.</summary>
    public static readonly IntradayLimits Limits = new(DaysPerCall: 60, Days: 60);

    public static string Query(IntradayRequest request) => string.Create(CultureInfo.InvariantCulture,
        $"{Yahoo.BarsPath}{ProviderSymbols.Of(Yahoo.Provider, request.Symbol)}?period1={Midnight(request.From)}"
        + $"&period2={Midnight(request.To.AddDays(1))}&interval=5m&includePrePost=false");

    /// <exception cref="Http.ProviderException">The response does not match the request.</exception>
    public static IntradayResponse Parse(ReadOnlySpan<byte> body, IntradayRequest request)
    {
        using var chart = Yahoo.Chart(body, request.Listing, "5m");
        var count = chart.Timestamps?.Count ?? 0;
        var columns = Array.ConvertAll(Yahoo.Quotes, q => chart.Columns.GetValueOrDefault(q));
        var builder = new IntradayBuilder(request, Yahoo.Provider, Yahoo.BarsPath + request.Symbol);
        var times = new DateTime[count];
        for (var row = 0; row < count; row++) times[row] = ExchangeTime.Of(YahooChart.InstantOf(Yahoo.TimeAt(chart, row, body)));
        var newest = count == 0 ? default : times.Max();
        for (var row = 0; row < count; row++)
        {
            var cells = new BarCells(columns[0]![row], columns[1]![row], columns[2]![row], columns[3]![row], default, columns[4]![row]);
            builder.Add(row + 1, times[row], times[row] == newest, cells, body, isSingle: true);
        }
        return builder.Build();
    }

    private static long Midnight(DateOnly date) => ExchangeTime.At(date, TimeOnly.MinValue).ToUnixTimeSeconds();
}
