using System.Globalization;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Providers;

/// <summary>The 5-minute series of Twelve Data, stamped with the time of New York, without hours before the open and after the close.</summary>
internal static class TwelveDataIntraday
{
    /// <summary>5,000 rows hold 64 sessions.</summary>
    public static readonly IntradayLimits Limits = new(DaysPerCall: 84);

    /// <summary>The end is exclusive, as for daily bars.</summary>
    public static string Query(IntradayRequest request) => string.Create(CultureInfo.InvariantCulture,
        $"{TwelveData.BarsPath}?symbol={ProviderSymbols.Of(TwelveData.Provider, request.Symbol)}&interval=5min&start_date={request.From:yyyy-MM-dd}"
        + $"&end_date={request.To.AddDays(1):yyyy-MM-dd}&timezone=America/New_York&adjust=splits&outputsize={TwelveData.MaxRows}&order=asc"
        + $"{TwelveData.Country(request.Listing)}");

    /// <exception cref="Http.ProviderException">The response does not match the request.</exception>
    public static IntradayResponse Parse(ReadOnlySpan<byte> body, IntradayRequest request)
    {
        using var rows = TwelveData.Rows(body, request.Listing, "5min");
        return IntradayRows.Read(rows, 0, body, new(request, TwelveData.Provider, TwelveData.BarsPath));
    }
}
