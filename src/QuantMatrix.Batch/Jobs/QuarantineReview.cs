using QuantMatrix.Lake.Tables;
using QuantMatrix.Lake;
using QuantMatrix.MarketData.Parsing;
using QuantMatrix.Model;
using QuantMatrix.Reconcile;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Where an operator decides on rows of the quarantine: let them into <c>price_data</c>, or be done with them.</summary>
/// <param name="today">No released bar may be of a later day.</param>
public sealed class QuarantineReview(DataLake lake, string runId, DateOnly today)
{
    private readonly BarRules rules = new(today);

    /// <summary>Marks open rows as dropped.</summary>
    /// <param name="session">Of this session alone; of all when null.</param>
    /// <returns>How many.</returns>
    /// <exception cref="DataUnfitException">There are none.</exception>
    public async Task<int> DropAsync(string symbol, DateOnly? session, CancellationToken ct)
    {
        var rows = await ReadAsync(ct);
        var chosen = Of(rows, symbol, session).Where(r => r.Status == QuarantinedRow.Open).ToHashSet();
        if (chosen.Count == 0) throw Nothing("open row", symbol, session);
        var commit = lake.Begin(runId);
        await commit.ReplaceAsync(QuarantinedRow.Table, [.. rows.Select(r => chosen.Contains(r) ? r with { Status = QuarantinedRow.Dropped } : r)], ct);
        commit.Publish();
        return chosen.Count;
    }

    /// <summary>Lays held bars over <c>price_data</c> and marks their rows as released, in one commit; rows that break a rule stay where they are.</summary>
    /// <param name="session">Of this session alone; of all when null.</param>
    /// <exception cref="DataUnfitException">There are none, or one of them breaks a rule.</exception>
    public async Task<MergeCount> ReleaseAsync(string symbol, DateOnly? session, CancellationToken ct)
    {
        var rows = await ReadAsync(ct);
        var waiting = Of(rows, symbol, session).Where(r => r.Status != QuarantinedRow.Released).ToList();
        if (waiting.Count == 0) throw Nothing("row to release", symbol, session);
        var held = waiting.Where(r => r.Rejected.Reason.StartsWith(HeldBar.Reason, StringComparison.Ordinal)).ToHashSet();
        if (held.Count == 0)
            throw new DataUnfitException($"{symbol} {waiting[0].Rejected.Date}: '{waiting[0].Rejected.Reason}' breaks a rule every bar keeps; expected a row whose reason begins with '{HeldBar.Reason.Trim()}'. Nothing was released");
        var newest = held.GroupBy(r => r.Rejected.Date).Select(g => g.MaxBy(r => r.RunId, StringComparer.Ordinal)!).ToHashSet();
        using var writeLock = await lake.LockForWriteAsync(ct);
        var commit = lake.Begin(runId);
        var bars = Bars(newest);
        var stored = await lake.BarsAsync(commit.Basis, new BarRange { Symbols = bars.Symbols }, ct);
        var merged = await commit.ApplyAsync(Reconciler.Plan(stored, new FetchedBars(bars), [], ReconcileRules.Exact), ct);
        await commit.ReplaceAsync(QuarantinedRow.Table, [.. rows.Select(r => held.Contains(r) ? Decided(r, newest) : r)], ct);
        commit.Publish();
        return merged;
    }

    /// <summary>Of several bars held of one session the newest is released, the others are thereby dropped.</summary>
    private static QuarantinedRow Decided(QuarantinedRow row, HashSet<QuarantinedRow> newest) =>
        row with { Status = newest.Contains(row) ? QuarantinedRow.Released : QuarantinedRow.Dropped };

    private Bars Bars(IEnumerable<QuarantinedRow> rows)
    {
        var bars = new BarsBuilder();
        foreach (var row in rows.Select(r => r.Rejected))
        {
            var fault = HeldBar.TryParse(row.Row, out var bar) ? rules.Fault(bar) : $"found '{row.Row}'; expected {BarField.CsvHeader}";
            if (fault is not null) throw new DataUnfitException($"{row.Symbol} {row.Date}: {fault}. Nothing was released");
            bars.Add(row.Symbol, bar, row.Source);
        }
        return bars.Build();
    }

    private static IEnumerable<QuarantinedRow> Of(IEnumerable<QuarantinedRow> rows, string symbol, DateOnly? session) =>
        rows.Where(r => r.Rejected.Symbol == symbol && (session is null || (DateText.TryParse(System.Text.Encoding.UTF8.GetBytes(r.Rejected.Date), out var date) && date == session)));

    private static DataUnfitException Nothing(string wanted, string symbol, DateOnly? session) =>
        new($"the quarantine has no {wanted} of '{symbol}'{(session is { } date ? $" on {date:yyyy-MM-dd}" : "")}; see ./run.sh quarantine list. Nothing was changed");

    private Task<List<QuarantinedRow>> ReadAsync(CancellationToken ct) => lake.RowsAsync(lake.Current(), QuarantinedRow.Table, ct);
}
