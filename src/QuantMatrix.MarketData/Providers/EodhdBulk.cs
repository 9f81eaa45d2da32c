using System.Globalization;
using QuantMatrix.Http;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Providers;

/// <summary>EODHD's <c>eod-bulk-last-day</c>: the bars, splits and dividends of all US symbols in one session, three files.</summary>
/// <remarks>A file counts for 100 calls, so files pay only for more symbols than that.</remarks>
internal static class EodhdBulk
{
    private const string Name = "eod-bulk-last-day";
    private const int CallsPerFile = 100, FilesPerSession = 3;
    private static readonly string[] Columns = ["code", "date", "open", "high", "low", "close", "volume"];

    public static BulkEndpoint Of(ProviderClient client) => new(Eodhd.Provider, Name, session => Query(session, ""), Columns, ActionsAsync(client))
    {
        CallsPerFile = CallsPerFile, CallsPerSession = FilesPerSession * CallsPerFile,
    };

    private static Func<IReadOnlyList<DateOnly>, CancellationToken, Task<ILookup<string, CorporateAction>>> ActionsAsync(ProviderClient client) =>
        async (sessions, ct) =>
        {
            var actions = new List<CorporateAction>();
            foreach (var session in sessions)
                foreach (var (kind, type) in new[] { (ActionKind.Split, "splits"), (ActionKind.Dividend, "dividends") })
                    actions.AddRange(await client.GetBodyAsync(Query(session, $"&type={type}"), body => Eodhd.ParseBulkActions(body, kind), CallsPerFile, ct));
            return actions.ToLookup(a => a.Symbol);
        };

    private static string Query(DateOnly session, string type) =>
        string.Create(CultureInfo.InvariantCulture, $"/api/{Name}/US?date={session:yyyy-MM-dd}{type}&fmt=json");
}
