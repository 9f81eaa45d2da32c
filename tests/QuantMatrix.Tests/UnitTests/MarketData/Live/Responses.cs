using System.Globalization;
using System.Text;
using QuantMatrix.Http;
using QuantMatrix.MarketData.Providers;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.MarketData.Live;

/// <summary>Requests, recorded responses and bars as comparable text.</summary>
internal static class Responses
{
    public delegate ProviderResponse Parser(ReadOnlySpan<byte> body, BarRequest request);

    public static readonly Dictionary<string, Parser> Parsers = new()
    {
        [Fmp.Provider] = Fmp.Parse, [TwelveData.Provider] = TwelveData.Parse, [Yahoo.Provider] = Yahoo.Parse,
        [Tiingo.Provider] = Tiingo.Parse, [Eodhd.Provider] = Eodhd.Parse,
    };

    public static TheoryData<string> Providers => [.. Parsers.Keys];

    /// <summary>Those whose responses state their symbol.</summary>
    public static TheoryData<string> NamingProviders => [.. Parsers.Keys.Except([Tiingo.Provider, Eodhd.Provider])];

    public static BarRequest Asked(string symbol, string from, string to) => new(symbol, Date(from), Date(to));

    public static DateOnly Date(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>A response of the project's own, in the documented shape.</summary>
    public static byte[] Payload(params string[] path) => File.ReadAllBytes(TestData.Path(["payloads", .. path]));

    public static byte[] Recorded(params string[] path) => File.ReadAllBytes(Fixtures.Path(["providers", .. path]));

    /// <summary>Parses a body written in a test.</summary>
    public static ProviderResponse Parse(string provider, string body, BarRequest request) => Parsers[provider](Encoding.UTF8.GetBytes(body), request);

    public static ProviderException Refusal(string provider, string body, BarRequest request) =>
        Should.Throw<ProviderException>(() => Parse(provider, body, request));

    public static string Line(Bars bars, int row) => string.Create(CultureInfo.InvariantCulture,
        $"{Day.Text(bars.Days[row])} {bars.Open[row]} {bars.High[row]} {bars.Low[row]} {bars.Close[row]} {bars.Volume[row]} {bars.Source[row]}");

    public static IEnumerable<string> Lines(Bars bars) => Enumerable.Range(0, bars.Count).Select(row => Line(bars, row));

    public static string Text(CorporateAction action) =>
        string.Create(CultureInfo.InvariantCulture, $"{action.Symbol} {action.ExDate:yyyy-MM-dd} {action.Kind} {action.Value} {action.Source}");
}
