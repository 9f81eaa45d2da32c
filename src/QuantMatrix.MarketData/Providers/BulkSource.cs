using System.Text.Json;
using QuantMatrix.Http;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Providers;

/// <summary>A provider's files of all symbols, one per session.</summary>
/// <param name="Name">The endpoint, for messages.</param>
/// <param name="Query">Path and query of the file of a session.</param>
/// <param name="Columns">Symbol, date, open, high, low, close and volume.</param>
/// <param name="Actions">Splits and dividends with an ex-date within the sessions, by symbol.</param>
internal sealed record BulkEndpoint(string Provider, string Name, Func<DateOnly, string> Query, string[] Columns,
    Func<IReadOnlyList<DateOnly>, CancellationToken, Task<ILookup<string, CorporateAction>>> Actions)
{
    /// <summary>What a file counts for in the daily budget.</summary>
    public int CallsPerFile { get; init; } = 1;

    /// <summary>What a session costs, actions included.</summary>
    public int CallsPerSession { get; init; } = 1;

    /// <summary>What the actions cost, whatever the number of sessions.</summary>
    public int FixedCalls { get; init; }

    /// <summary>The fault of an error response.</summary>
    public Func<byte[], ProviderException> ErrorIn { get; init; } = body => JsonTable.ErrorIn(body);
}

/// <summary>Serves many symbols from files of all symbols, where the account includes them and that costs fewer calls.</summary>
/// <remarks>Whether it includes them is found out by trying once and remembered. Each file is downloaded once for all symbols.</remarks>
internal sealed class BulkSource(ProviderClient client, IKeyStore store, BulkEndpoint endpoint, Func<BarRequest, int> callsFor)
{
    private const string Included = "\"included\"";
    private static readonly TimeSpan Week = TimeSpan.FromDays(7), Day = TimeSpan.FromDays(1);
    private static readonly string[] PlanWords =
    [
        "HTTP 402", "exclusive endpoint", "restricted endpoint", "special endpoint", "legacy endpoint", "subscription", "your plan", "current plan", "upgrade",
    ];

    private readonly Lock gate = new();
    private BulkPlan? plan;
    private Task<BulkHistory?>? history;

    private string PlanKey => $"provider:{endpoint.Provider}:{endpoint.Name}";

    /// <summary>Replaces the requests that files may serve.</summary>
    public void Expect(IReadOnlyList<BarRequest> requests)
    {
        lock (gate) (plan, history) = (PlanFor(requests), null);
    }

    /// <summary>What the requests cost, from files if the account is known to include them.</summary>
    public async Task<CallForecast> ForecastAsync(IReadOnlyList<BarRequest> requests, CancellationToken ct) =>
        PlanFor(requests) is { } cheaper && await store.GetAsync(PlanKey, ct) == Included
            ? await client.ForecastAsync(cheaper.Calls, ct) with { IsBulk = true }
            : await client.ForecastAsync(requests.Sum(callsFor), ct);

    /// <summary>The bars of a request; null when it must be made on its own.</summary>
    public async Task<ProviderResponse?> FindAsync(BarRequest request, CancellationToken ct)
    {
        Task<BulkHistory?> files;
        lock (gate)
        {
            if (plan is null || !plan.Serves(request)) return null;
            files = history ??= ReadAsync(plan, ct);
        }
        return (await files)?.Find(request, endpoint.Provider, $"/{endpoint.Name}");
    }

    private BulkPlan? PlanFor(IReadOnlyList<BarRequest> requests) => BulkPlan.Of(requests, callsFor, endpoint.CallsPerSession, endpoint.FixedCalls);

    /// <summary>Null when the files are not included or cannot be read now.</summary>
    private async Task<BulkHistory?> ReadAsync(BulkPlan wanted, CancellationToken ct)
    {
        if (await store.GetAsync(PlanKey, ct) is not (null or Included)) return null;
        try
        {
            var symbols = wanted.Requests.Keys.SelectMany(s => new[] { s, ProviderSymbols.Of(endpoint.Provider, s) }.Distinct().Select(form => (form, s)))
                .DistinctBy(f => f.form).ToDictionary(f => f.form, f => f.s);
            var files = new Dictionary<DateOnly, BulkFile> { [wanted.Sessions[^1]] = await FileAsync(wanted.Sessions[^1], symbols, ct) };
            var actions = await endpoint.Actions(wanted.Sessions, ct);
            await RememberAsync(Included, Week, ct);
            foreach (var session in wanted.Sessions.SkipLast(1)) files[session] = await FileAsync(session, symbols, ct);
            return new(files, actions);
        }
        catch (ProviderException e)
        {
            client.Tally.AddFault($"{endpoint.Name}: {e.Message}");
            if (RefusedFor(e) is { } duration) await RememberAsync(JsonSerializer.Serialize(e.Message), duration, ct);
            return null;
        }
    }

    /// <summary>How long a refusal is remembered: a week for the plan, a day for a file that may only be late or blocked; null for any other fault.</summary>
    internal static TimeSpan? RefusedFor(ProviderException fault) =>
        fault.MayPass ? null
        : PlanWords.Any(word => fault.Message.Contains(word, StringComparison.OrdinalIgnoreCase)) ? Week
        : fault.Message.Contains("HTTP 403", StringComparison.Ordinal) || fault.Message.Contains("HTTP 404", StringComparison.Ordinal) ? Day
        : null;

    private Task RememberAsync(string answer, TimeSpan duration, CancellationToken ct) =>
        store.SetAsync(new Dictionary<string, string> { [PlanKey] = answer }, duration, ct);

    private Task<BulkFile> FileAsync(DateOnly session, Dictionary<string, string> symbols, CancellationToken ct) =>
        client.GetBodyAsync(endpoint.Query(session), body => Read(body, session, symbols), endpoint.CallsPerFile, ct);

    private BulkFile Read(ReadOnlySpan<byte> body, DateOnly session, Dictionary<string, string> symbols) =>
        body.TrimStart(" \t\r\n"u8).StartsWith("{"u8) ? throw endpoint.ErrorIn(body.ToArray()) : BulkFile.Read(body, session, endpoint.Columns, symbols);
}
