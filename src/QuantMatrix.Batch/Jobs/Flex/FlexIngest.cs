using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Broker.Flex.Reader;
using QuantMatrix.Model;
using QuantMatrix.Publish;

namespace QuantMatrix.Batch.Jobs.Flex;

/// <summary>Ingests reports into the portfolio tables, statement by statement.</summary>
/// <param name="tieOuts">Queries by name.</param>
internal sealed class FlexIngest(
    RunContext run, IReadOnlyDictionary<string, string> tieOuts, FlexSyncSummary summary, IProgress<JobProgress> progress)
{
    private const int BatchesAhead = 2;

    public async Task AddAsync(IReadOnlyList<FlexReport> reports, CancellationToken ct)
    {
        var total = summary.Statements + reports.Sum(r => r.Statements.Count);
        foreach (var report in reports)
        {
            foreach (var (statement, rows) in report.Read().Where(s => summary.Includes(s.Statement)))
            {
                progress.Report(new(summary.Statements, total, statement.Account));
                var entry = new StatementEntry(statement, run.RunId, run.Calendar, tieOuts) { Incomplete = () => report.Summary.Incomplete };
                if (statement.Fault is { } fault) summary.Refuse(statement, fault);
                else await AddAsync(entry, rows, ct);
            }
            summary.Add(report.Summary);
        }
    }

    /// <summary>A contradictory statement is refused; the others are ingested.</summary>
    private async Task AddAsync(StatementEntry entry, IEnumerable<TableRows> rows, CancellationToken ct)
    {
        try
        {
            summary.Add(entry.Statement, await run.Tables.IngestStatementAsync(entry, Cancelable(ReadAhead.Of(rows, BatchesAhead), ct), ct));
        }
        catch (DataUnfitException e)
        {
            summary.Refuse(entry.Statement, new(e.Message, IsQuery: false));
        }
    }

    /// <summary>The batches, each released once the next is asked for: their memory is outside the managed heap.</summary>
    private static IEnumerable<TableRows> Cancelable(IEnumerable<TableRows> rows, CancellationToken ct)
    {
        foreach (var batch in rows)
        {
            ct.ThrowIfCancellationRequested();
            yield return batch;
            batch.Rows.Dispose();
        }
    }
}
