using QuantMatrix.Batch.Jobs;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Lake;
using QuantMatrix.Lake.Tables;
using QuantMatrix.MarketData;
using QuantMatrix.Model;
using QuantMatrix.Reconcile;

namespace QuantMatrix.Batch.Repairs;

/// <summary>Fetches the bars of damaged files of <c>price_data</c> again, those symbols and sessions only, and writes the files anew.</summary>
/// <remarks>
/// The damaged bytes are not used. A live response must fit the stored bars around the lost ones, as judged by the reconciler; a folder is exact.
/// </remarks>
internal sealed class BarRepair(RunContext run, Manifest manifest, IReadOnlyCollection<LakeFile> damaged, bool acceptLoss)
{
    private const int SessionsAround = 5;

    private readonly Manifest intact = manifest with { Files = [.. manifest.Files.Except(damaged)] };
    private readonly List<FetchFailure> failures = [];

    /// <summary>Repairs one file, in one commit.</summary>
    public async Task<RepairResult> RunAsync(LakeFile file, CancellationToken ct)
    {
        var symbols = await new LakeDamage(run.Lake).SymbolsAsync(file, intact, await TrackedAsync(ct), ct);
        var bars = symbols.Count == 0 ? Bars.Empty : await FetchAsync(file, symbols, ct);
        var count = $"{Plural.Of(bars.Count, "bar")} of {Plural.Of(bars.Symbols.Count, "symbol")}";
        if (bars.Count == 0 || (bars.Count < file.Rows && !acceptLoss)) return new(file, $"{count} available of {Plural.Number(file.Rows)}{Why()}", false);

        using var writeLock = await run.Lake.LockForWriteAsync(ct);
        var commit = run.Lake.BeginRepair(run.RunId);
        var others = intact.Files.Where(f => f.Table == PriceData.Name && f.Year == file.Year).ToList();
        var exact = await commit.ReplaceAsync(file, bars, others, ct);
        await commit.AppendAsync(LedgerRow.Table, Ledger(bars, exact), ct);
        Failpoint.RepairBeforeCommit.Reach();
        commit.Publish();
        Failpoint.RepairAfterCommit.Reach();
        var lost = bars.Count < file.Rows ? $"; {Plural.Of(file.Rows - bars.Count, "bar")} lost{Why()}" : "";
        return new(file, $"{count} fetched again, {(exact ? "equal to the lost file bit for bit" : "the file differs from the lost one")}{lost}", true);
    }

    private string Why() => failures.Count == 0 ? "" : $" ({failures[0].Symbol}: {failures[0].Reason}{(failures.Count == 1 ? "" : " …")})";

    private async Task<IReadOnlyList<string>> TrackedAsync(CancellationToken ct)
    {
        try
        {
            return await TrackedSymbols.ReadAsync(run, ct);
        }
        catch (Exception e) when (e is DataUnfitException or TemporaryException)
        {
            return [];
        }
    }

    /// <summary>The bars of a file's sessions that no intact file holds.</summary>
    private async Task<Bars> FetchAsync(LakeFile file, IReadOnlyList<string> symbols, CancellationToken ct)
    {
        var source = await run.Sources.BarsAsync(ct);
        var (first, last) = (file.FirstDate!.Value, file.LastDate!.Value);
        var (from, to) = (run.Calendar.Back(first, SessionsAround + 1), Later(last));
        var requests = symbols.Select(s => new BarRequest(s, source.IsLocal ? null : from, source.IsLocal && run.AsOf > to ? run.AsOf : to)).ToList();
        var stored = await run.Lake.StoredBarsAsync(intact, new BarRange { Symbols = symbols, From = from, To = to }, ct);
        var (bars, quality) = (new BarsBuilder(), new BarQualityChecks(run.Calendar, run.Checks.OfBars(source.IsLocal)));
        await foreach (var part in source.FetchAsync(requests, ct))
        {
            failures.AddRange(part.Failures);
            var fetched = new FetchedBars(quality.Check(part.Bars).Passed) { Requests = requests.ToDictionary(r => r.Symbol), Actions = part.Actions };
            Keep(Reconciler.Plan(stored, fetched, Recorded.Nothing, Rules(source.IsLocal)), (Day.Of(first), Day.Of(last)), bars);
        }
        return bars.Build();
    }

    /// <summary>Every price was judged when it was first stored: jumps are no reason to hold it now.</summary>
    private ReconcileRules Rules(bool isLocal) => isLocal ? ReconcileRules.Exact
        : new() { MaxJump = double.PositiveInfinity, HoldJumps = false, AsOf = run.AsOf };

    private DateOnly Later(DateOnly last)
    {
        var later = run.Calendar.Sessions(last.AddDays(1), run.AsOf).Take(SessionsAround).ToList();
        return later.Count == 0 ? last : later[^1];
    }

    private void Keep(Changes changes, (int First, int Last) days, BarsBuilder bars)
    {
        var refused = changes.Decisions.Where(d => d.Outcome != Outcome.Merged).ToDictionary(d => d.Symbol);
        failures.AddRange(refused.Values.Select(d => new FetchFailure(d.Symbol, $"bars of {d.Source} do not fit the stored ones: {d.Reason}")));
        var inserted = changes.Inserted;
        for (var s = 0; s < inserted.Symbols.Count; s++)
        {
            var (start, end) = (inserted.Starts[s], inserted.Starts[s + 1]);
            while (start < end && inserted.Days[start] < days.First) start++;
            while (start < end && inserted.Days[end - 1] > days.Last) end--;
            if (!refused.ContainsKey(inserted.Symbols[s])) bars.Add(inserted, s, start..end);
        }
    }

    private List<LedgerRow> Ledger(Bars bars, bool exact)
    {
        var rows = new List<LedgerRow>(bars.Count);
        for (var s = 0; s < bars.Symbols.Count; s++)
            for (var i = bars.Starts[s]; i < bars.Starts[s + 1]; i++)
                rows.Add(new(new(bars.Symbols[s], bars.Days[i], BarField.Close, exact ? bars.Close[i] : double.NaN, bars.Close[i],
                    BarRevision.Rot, bars.Source[i]), run.RunId));
        return rows;
    }
}

/// <summary>What became of a damaged file.</summary>
/// <param name="Text">For an operator.</param>
internal sealed record RepairResult(LakeFile File, string Text, bool IsRepaired);
