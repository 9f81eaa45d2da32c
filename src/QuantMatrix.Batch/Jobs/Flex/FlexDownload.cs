using System.Runtime.CompilerServices;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Broker.Flex.Reader;
using QuantMatrix.Broker.Flex.Service;
using QuantMatrix.Model;
using QuantMatrix.Publish;

namespace QuantMatrix.Batch.Jobs.Flex;

/// <summary>Downloads the reports of the configured queries one after another. A query that fails does not keep the others from being ingested.</summary>
internal sealed class FlexDownload(FlexArchive archive, RunContext run, FlexSyncSummary summary)
{
    /// <summary>What to configure.</summary>
    public const string Missing = "set IBKR_FLEX_TOKEN and IBKR_FLEX_QUERY_ID, or IBKR_FLEX_TOKENS_FILE, to use the broker's Flex Web Service";

    /// <summary>For each query the reports of missing days, oldest first, then the newest report.</summary>
    /// <param name="fillGaps">Whether to request the days that no statement covers.</param>
    /// <exception cref="ConfigurationException">No query is configured, or the only one is wrong.</exception>
    /// <exception cref="TemporaryException">The report of the only query is not available.</exception>
    /// <exception cref="DataUnfitException">The report of the only query is unreadable.</exception>
    public async IAsyncEnumerable<IReadOnlyList<FlexReport>> ReadAsync(bool fillGaps, [EnumeratorCancellation] CancellationToken ct)
    {
        if (run.FlexSources.Count == 0)
            throw new ConfigurationException($"{Missing}; to replay a saved report, use --set ibkr_flex_sync.from_archive=FILE");
        var stored = fillGaps ? await run.Tables.AccountsAsync(ct) : [];
        foreach (var source in run.FlexSources)
            if (await NewestAsync(source, ct) is { } newest)
                yield return fillGaps ? [.. await MissingAsync(source, newest, stored, ct), newest] : [newest];
    }

    /// <summary>Null when one of several queries has failed.</summary>
    private async Task<FlexReport?> NewestAsync(FlexSource source, CancellationToken ct)
    {
        try
        {
            return await archive.FetchAsync(source, days: null, ct);
        }
        catch (Exception e) when (run.FlexSources.Count > 1 && IsExpected(e))
        {
            summary.Fail(source.Place, e, run.Settings.Redact(e.Message));
            return null;
        }
    }

    /// <summary>
    /// Reports of the days that neither the tables nor the newest report cover, for the accounts of the query. Without them the sync goes on as it would have.
    /// </summary>
    private async Task<IReadOnlyList<FlexReport>> MissingAsync(
        FlexSource source, FlexReport newest, IReadOnlyList<BrokerAccount> stored, CancellationToken ct)
    {
        var reports = new List<FlexReport>();
        var reported = newest.Statements.Where(s => s.Fault is null).ToLookup(s => s.Account, s => (s.From, s.To));
        var covered = reported.Select(account => account.Concat(stored.Where(a => a.Account == account.Key).SelectMany(a => a.Covered)));
        foreach (var days in FlexGaps.Of(covered, run.Calendar))
            try
            {
                reports.Add(await archive.FetchAsync(source, days, ct));
            }
            catch (Exception e) when (IsExpected(e))
            {
                var place = run.FlexSources.Count > 1 ? $"{source.Place}: " : "";
                summary.AddAdvice($"fill_gaps: {place}no report of the missing days {days}: {run.Settings.Redact(e.Message)}");
                break;
            }
        return [.. reports.AsEnumerable().Reverse()];
    }

    private static bool IsExpected(Exception e) => e is TemporaryException or ConfigurationException or DataUnfitException;
}
