using Apache.Arrow;
using QuantMatrix.Batch.Coverage;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Lake.Tables;
using QuantMatrix.MarketData;
using QuantMatrix.Model;
using QuantMatrix.Reconcile;

namespace QuantMatrix.Batch.Jobs.Intraday;

/// <summary>The sessions of each symbol that lack 5-minute bars, and what the responses left open of them.</summary>
/// <remarks>A slot without a trade has no bar, so only a session without any bar is a unit, and only when the symbol has a daily bar of it.</remarks>
internal sealed class DueSlots
{
    private const string NoBar = "the response has no 5-minute bar of this session";

    private readonly IReadOnlyList<string> symbols;
    private readonly Dictionary<string, HashSet<DateOnly>> empty = [];
    private readonly Dictionary<string, string> failed = [];
    private readonly DateOnly since;

    private DueSlots(IReadOnlyList<string> symbols, DateOnly since) => (this.symbols, this.since) = (symbols, since);

    /// <summary>One per symbol with a session to request.</summary>
    public required IReadOnlyList<IntradayRequest> Requests { get; init; }

    /// <param name="request">Makes a request from a symbol and its first and last session.</param>
    public static async Task<DueSlots> ReadAsync(
        RunContext run, IntradayPlan plan, IReadOnlyList<string> symbols, Func<string, DateOnly, DateOnly, IntradayRequest> request, CancellationToken ct)
    {
        var stored = await StoredAsync(run, plan, ct);
        var due = symbols.ToDictionary(s => s, s => plan.Due(stored.GetValueOrDefault(s) ?? []));
        var window = new SessionWindow(run.Calendar, plan.Last, run.Calendar.Count(plan.First, plan.Last));
        var daily = await StoredSessions.ReadAsync(run, window, ct);
        var slots = new DueSlots(symbols, plan.First)
        {
            Requests = [.. due.Where(d => d.Value.Count > 0).Select(d => request(d.Key, plan.From(d.Value), plan.Last))],
        };
        foreach (var (symbol, sessions) in due)
            slots.empty[symbol] = [.. sessions.Where(s => stored.GetValueOrDefault(symbol)?.ContainsKey(s) != true
                && window.PlaceOf(s) is { } place && daily.GetValueOrDefault(symbol)?.Places.Contains(place) == true)];
        return slots;
    }

    /// <summary>Takes over the sessions that a response has, or why there is none.</summary>
    public void Add(IntradayFetched fetched)
    {
        if (fetched.Failure is { } failure) failed[failure.Symbol] = failure.Reason;
        if (fetched.Series is { } series && empty.TryGetValue(fetched.Symbol, out var open))
            open.ExceptWith(series.Bars.Select(b => b.Day).Distinct().Select(Day.Date));
    }

    /// <summary>The sessions that are still without a bar.</summary>
    public UnitChange Open(string job, string runId)
    {
        OpenUnit[] open = [.. empty.SelectMany(s => s.Value.Select(session => Unit(job, runId, s.Key, session)))];
        return new(job, symbols.ToHashSet(), since, open) { Interval = OpenUnit.FiveMinutes };
    }

    private OpenUnit Unit(string job, string runId, string symbol, DateOnly session)
    {
        var (state, reason) = failed.TryGetValue(symbol, out var failure) ? (OpenUnit.Failed, failure) : (OpenUnit.Missing, NoBar);
        return new(job, symbol, Day.Of(session), state, 1, reason, runId, runId) { Interval = OpenUnit.FiveMinutes };
    }

    /// <summary>The number of stored slots by symbol and session.</summary>
    private static async Task<Dictionary<string, Dictionary<DateOnly, int>>> StoredAsync(RunContext run, IntradayPlan plan, CancellationToken ct)
    {
        var stored = new Dictionary<string, Dictionary<DateOnly, int>>(StringComparer.Ordinal);
        var query = FormattableString.Invariant($"SELECT symbol, date, count(*) FROM {PriceData5m.Name} ")
            + FormattableString.Invariant($"WHERE date BETWEEN DATE '{plan.Earliest:yyyy-MM-dd}' AND DATE '{plan.Last:yyyy-MM-dd}' GROUP BY ALL");
        await foreach (var rows in run.Lake.QueryAsync(run.Lake.Current(), query, ct))
            for (var i = 0; i < rows.Length; i++)
            {
                var symbol = ((StringArray)rows.Column(0)).GetString(i);
                if (!stored.TryGetValue(symbol, out var sessions)) stored[symbol] = sessions = [];
                sessions[Day.Date(((Date32Array)rows.Column(1)).Values[i])] = (int)((Int64Array)rows.Column(2)).Values[i];
            }
        return stored;
    }
}
