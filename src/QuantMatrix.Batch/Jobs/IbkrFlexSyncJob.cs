using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Jobs.Flex;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Model;
using QuantMatrix.Publish;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Brings the portfolio tables up to the broker's newest report, a statement at a time, and looks whether all adds up.</summary>
public sealed class IbkrFlexSyncJob : Job<IbkrFlexSyncOptions>, IWithoutBars
{
    private const int BatchesAhead = 2;

    public override async Task<JobResult> RunAsync(IbkrFlexSyncOptions options, RunContext run, IProgress<JobProgress> progress, CancellationToken ct)
    {
        var archive = new FlexArchive(run);
        var (tieOuts, tally) = (TieOutQueries.Read(run.Settings.Home), new FlexSyncTally(options.Accounts));
        var reports = options.FromArchive is { } path ? archive.Open(path) : [await archive.FetchAsync(ct)];
        foreach (var report in reports)
        {
            foreach (var (statement, rows) in report.Read().Where(s => tally.Wants(s.Statement)))
            {
                progress.Report(new(tally.Statements, reports.Sum(r => r.Statements.Count), statement.Account));
                await TakeAsync(new StatementEntry(statement, run.RunId, run.Calendar, tieOuts) { Incomplete = () => report.Tally.Incomplete }, rows, run, tally, ct);
            }
            tally.Add(report.Tally);
        }
        return await FollowAsync(run, tally, ct);
    }

    /// <summary>A statement that contradicts itself is refused, and the others are taken.</summary>
    private static async Task TakeAsync(StatementEntry entry, IEnumerable<TableRows> rows, RunContext run, FlexSyncTally tally, CancellationToken ct)
    {
        try
        {
            tally.Add(entry.Statement, await run.Tables.TakeStatementAsync(entry, ReadAhead.Of(UntilStopped(rows, ct), BatchesAhead), ct));
        }
        catch (DataUnfitException e)
        {
            tally.Refuse(entry.Statement, e.Message);
        }
    }

    private static IEnumerable<TableRows> UntilStopped(IEnumerable<TableRows> rows, CancellationToken ct)
    {
        foreach (var batch in rows)
        {
            ct.ThrowIfCancellationRequested();
            yield return batch;
        }
    }

    /// <summary>What is held is followed from now on. Without the sets the tables are brought up to date all the same.</summary>
    private static async Task<JobResult> FollowAsync(RunContext run, FlexSyncTally tally, CancellationToken ct)
    {
        var held = PortfolioHoldings.Of(await run.Tables.HoldingsAsync(ct));
        try
        {
            await TrackedSymbols.HoldAsync(run, held.Symbols, ct);
            return tally.Result(held, sets: null);
        }
        catch (TemporaryException e)
        {
            return tally.Result(held, e.Message);
        }
    }
}

/// <summary>Whose statements are taken, and from where.</summary>
public sealed record IbkrFlexSyncOptions : ICheckedOptions
{
    /// <summary>Stands for every account.</summary>
    public const string All = "all";

    /// <summary>Accounts as the broker names them; <c>all</c> for every one in the report.</summary>
    public IReadOnlyList<string> Accounts { get; init; } = [All];

    /// <summary>A report saved before, or a folder of them, oldest first, instead of asking the broker.</summary>
    public string? FromArchive { get; init; }

    IEnumerable<OptionFault> ICheckedOptions.Faults => Accounts.Count == 0 ? [new($"found an empty list; expected '{All}' or account ids")] : [];
}
