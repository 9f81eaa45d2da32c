using System.Globalization;
using System.Text.Json;
using QuantMatrix.Http;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Providers;

/// <summary>Serves many symbols from FMP's <c>eod-bulk</c>, one file per session, where the plan includes it and that costs fewer calls.</summary>
/// <remarks>Whether the plan includes it is found out by trying once and remembered for a week. Each file is downloaded once for all symbols.</remarks>
internal sealed class FmpBulk(ProviderClient client, IKeyStore store, FmpCalendars calendars, Func<BarRequest, int> callsFor)
{
    private const string Name = "eod-bulk", Path = "/stable/" + Name, PlanKey = "provider:fmp:eod-bulk", Included = "\"included\"";
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(7);
    private static readonly string[] Columns = ["symbol", "date", "open", "high", "low", "close", "adjClose", "volume"];
    private static readonly string[] Refusals = ["HTTP 402", "HTTP 403", "HTTP 404", "Endpoint", "subscription"];

    private readonly Lock gate = new();
    private BulkPlan? plan;
    private Task<BulkHistory?>? history;

    /// <summary>Replaces the requests that files may serve.</summary>
    public void Expect(IReadOnlyList<BarRequest> requests)
    {
        lock (gate) (plan, history) = (PlanFor(requests), null);
    }

    /// <summary>The calls for the requests when the plan is known to include the files and they save calls; else null.</summary>
    public async Task<int?> CallsForAsync(IReadOnlyList<BarRequest> requests, CancellationToken ct) =>
        PlanFor(requests) is { } cheaper && await store.GetAsync(PlanKey, ct) == Included ? cheaper.Calls : null;

    /// <summary>The bars of a request; null when it must be made on its own.</summary>
    public async Task<ProviderResponse?> FindAsync(BarRequest request, CancellationToken ct)
    {
        Task<BulkHistory?> files;
        lock (gate)
        {
            if (plan is null || !plan.Serves(request)) return null;
            files = history ??= ReadAsync(plan, ct);
        }
        return (await files)?.Find(request, Fmp.Provider, Path);
    }

    private BulkPlan? PlanFor(IReadOnlyList<BarRequest> requests) => BulkPlan.Of(requests, callsFor, perSession: 1, FmpCalendars.Calls);

    /// <summary>Null when the files are not included in the plan or cannot be read now.</summary>
    private async Task<BulkHistory?> ReadAsync(BulkPlan wanted, CancellationToken ct)
    {
        if (await store.GetAsync(PlanKey, ct) is not (null or Included)) return null;
        try
        {
            var symbols = wanted.Requests.Keys.SelectMany(s => new[] { s, ProviderSymbols.Of(Fmp.Provider, s) }.Distinct().Select(form => (form, s)))
                .DistinctBy(f => f.form).ToDictionary(f => f.form, f => f.s);
            var files = new Dictionary<DateOnly, BulkFile> { [wanted.Sessions[^1]] = await FileAsync(wanted.Sessions[^1], symbols, ct) };
            var actions = await calendars.BetweenAsync(wanted.Sessions[0], wanted.Sessions[^1], ct);
            await RememberAsync(Included, ct);
            foreach (var session in wanted.Sessions.SkipLast(1)) files[session] = await FileAsync(session, symbols, ct);
            return new(files, actions);
        }
        catch (ProviderException e)
        {
            client.Tally.AddFault($"{Name}: {e.Message}");
            if (IsRefusal(e)) await RememberAsync(JsonSerializer.Serialize(e.Message), ct);
            return null;
        }
    }

    private static bool IsRefusal(ProviderException fault) =>
        fault.Kind != FaultKind.Transient && Refusals.Any(r => fault.Message.Contains(r, StringComparison.Ordinal));

    private Task RememberAsync(string answer, CancellationToken ct) =>
        store.SetAsync(new Dictionary<string, string> { [PlanKey] = answer }, Remembered, ct);

    private Task<BulkFile> FileAsync(DateOnly session, Dictionary<string, string> symbols, CancellationToken ct) =>
        client.GetBodyAsync(string.Create(CultureInfo.InvariantCulture, $"{Path}?date={session:yyyy-MM-dd}"), body => Read(body, session, symbols), ct);

    private static BulkFile Read(ReadOnlySpan<byte> body, DateOnly session, Dictionary<string, string> symbols) =>
        body.TrimStart(" \t\r\n"u8).StartsWith("{"u8) ? throw Fmp.ErrorIn(body) : BulkFile.Read(body, session, Columns, symbols);
}
