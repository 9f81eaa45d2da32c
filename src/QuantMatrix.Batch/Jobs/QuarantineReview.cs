using QuantMatrix.Lake.Tables;
using QuantMatrix.Lake;
using QuantMatrix.MarketData.Parsing;
using QuantMatrix.Model;
using QuantMatrix.Reconcile;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Applies an operator's decision on quarantined rows: release them into <c>price_data</c>, or drop them.</summary>
/// <param name="today">Later bars are not released.</param>
public sealed class QuarantineReview(DataLake lake, string runId, DateOnly today)
{
    private readonly BarRules rules = new(today);

    /// <summary>Marks open rows as dropped.</summary>
    /// <param name="session">Only rows of this session; null for all.</param>
    /// <returns>The number of rows dropped.</returns>
    /// <exception cref="DataUnfitException">No row matches.</exception>
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

    /// <summary>Stores held bars and marks their rows as released, in one commit; rows that break a rule are left as they are.</summary>
    /// <remarks>Bars of another instrument than the stored one never join its series: they replace it, all at once.</remarks>
    /// <param name="session">Only rows of this session; null for all.</param>
    /// <exception cref="DataUnfitException">No row matches, or one breaks a rule.</exception>
    public async Task<MergeCount> ReleaseAsync(string symbol, DateOnly? session, CancellationToken ct)
    {
        var rows = await ReadAsync(ct);
        var waiting = Of(rows, symbol, session).Where(r => r.Status != QuarantinedRow.Released).ToList();
        if (waiting.Count == 0) throw Nothing("row to release", symbol, session);
        var held = waiting.Where(r => r.Rejected.Reason.StartsWith(HeldBar.Reason, StringComparison.Ordinal)).ToHashSet();
        if (held.Count == 0)
            throw new DataUnfitException($"{symbol} {waiting[0].Rejected.Date}: '{waiting[0].Rejected.Reason}' breaks a rule that every bar must keep; "
                + $"expected a row whose reason begins with '{HeldBar.Reason.Trim()}'. Nothing was released");
        if (held.Any(IsOfOtherInstrument)) held.RemoveWhere(r => !IsOfOtherInstrument(r));
        var newest = OneSeries(held).GroupBy(r => r.Rejected.Date).Select(g => g.MaxBy(r => r.RunId, StringComparer.Ordinal)!).ToHashSet();
        using var writeLock = await lake.LockForWriteAsync(ct);
        var commit = lake.Begin(runId);
        var bars = Bars(newest);
        var stored = await lake.StoredBarsAsync(commit.Basis, new BarRange { Symbols = bars.Symbols }, ct);
        var isSuccession = newest.Any(IsOfOtherInstrument);
        if (isSuccession) RequireSuccession(stored, bars, session, newest.Any(IsInStoredSessions));
        var changes = isSuccession ? Reconciler.Succeed(stored, bars) : Reconciler.Plan(stored, new FetchedBars(bars), Recorded.Nothing, ReconcileRules.Exact);
        var merged = await commit.ApplyAsync(changes, ct);
        await commit.ReplaceAsync(QuarantinedRow.Table, [.. rows.Select(r => held.Contains(r) ? Decided(r, newest) : r)], ct);
        commit.Publish();
        return merged;
    }

    private static bool IsOfOtherInstrument(QuarantinedRow row) =>
        row.Rejected.Reason.StartsWith(HeldBar.Reason + HeldBar.OtherInstrument, StringComparison.Ordinal);

    private static bool IsInStoredSessions(QuarantinedRow row) =>
        row.Rejected.Reason.StartsWith(HeldBar.Reason + HeldBar.OtherReturns, StringComparison.Ordinal);

    /// <summary>Bars held as those of several other instruments never form one series: the one held last is taken.</summary>
    private static IEnumerable<QuarantinedRow> OneSeries(HashSet<QuarantinedRow> held) => !held.Any(IsOfOtherInstrument) ? held
        : held.GroupBy(r => r.Rejected.Reason, StringComparer.Ordinal).MaxBy(g => g.Max(r => r.RunId), Comparer<string?>.Create(string.CompareOrdinal))!;

    /// <param name="isOverlap">Whether the bars include the stored sessions; else they must follow them.</param>
    /// <exception cref="DataUnfitException">The bars cannot take the place of the stored series.</exception>
    private static void RequireSuccession(Bars stored, Bars bars, DateOnly? session, bool isOverlap)
    {
        var (symbol, first) = (bars.Symbols[0], Day.Text(bars.Days[0]));
        var hasContinued = stored.Count > 0 && (isOverlap ? stored.Days[^1] > bars.Days[^1] : stored.Days[^1] >= bars.Days[0]);
        var fault = session is not null ? "they replace the stored series, all at once; release them without --date"
            : hasContinued ? $"the stored series has continued to {Day.Text(stored.Days[^1])}; drop them" : null;
        if (fault is not null)
            throw new DataUnfitException(
                $"{symbol}: the bars from {first} on are those of {HeldBar.OtherInstrument} than the stored ones: {fault}. Nothing was released");
    }

    /// <summary>Of several bars held for one session the newest is released and the others are dropped.</summary>
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
        rows.Where(r => r.Rejected.Symbol == symbol && (session is null || DateOf(r) == session));

    private static DateOnly? DateOf(QuarantinedRow row) =>
        DateText.TryParse(System.Text.Encoding.UTF8.GetBytes(row.Rejected.Date), out var date) ? date : null;

    private static DataUnfitException Nothing(string wanted, string symbol, DateOnly? session) =>
        new($"the quarantine has no {wanted} of '{symbol}'{(session is { } date ? $" on {date:yyyy-MM-dd}" : "")}; "
            + "see ./run.sh quarantine list. Nothing was changed");

    private Task<List<QuarantinedRow>> ReadAsync(CancellationToken ct) => lake.RowsAsync(lake.Current(), QuarantinedRow.Table, ct);
}
