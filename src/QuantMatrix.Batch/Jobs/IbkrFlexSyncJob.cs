using System.ComponentModel;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Jobs.Flex;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Ingests the newest report of each of the broker's queries into the portfolio tables, one statement at a time, and runs the tie-outs.</summary>
public sealed class IbkrFlexSyncJob : Job<IbkrFlexSyncOptions>, IWithoutBars, IForecast
{
    protected override IEnumerable<JobCounter> Counted(IbkrFlexSyncOptions options) => FlexSyncSummary.Counted;

    public Task<JobForecast> ForecastAsync(object options, RunContext run, CancellationToken ct) =>
        Task.FromResult(new JobForecast(((IbkrFlexSyncOptions)options).FromArchive is not null ? "no call to the broker: saved reports"
            : run.FlexSources.Count == 0 ? FlexDownload.Missing
            : $"{Plural.Of(run.FlexSources.Count, "query", "queries")} of the broker, at least {Plural.Of(2 * run.FlexSources.Count, "call")}"));

    public override async Task<JobResult> RunAsync(IbkrFlexSyncOptions options, RunContext run, IProgress<JobProgress> progress, CancellationToken ct)
    {
        var (archive, summary) = (new FlexArchive(run), new FlexSyncSummary(options.Accounts));
        var ingest = new FlexIngest(run, TieOutQueries.Read(run.Settings.Home), summary, progress);
        if (options.FromArchive is { } path) await ingest.AddAsync(archive.Open(path), ct);
        else
        {
            await foreach (var reports in new FlexDownload(archive, run, summary).ReadAsync(options.FillGaps, ct)) await ingest.AddAsync(reports, ct);
        }
        summary.Add(AccountMigration.Of(await run.Tables.AccountsAsync(ct)));
        return await TrackAsync(run, summary, ct);
    }

    /// <summary>Adds the held symbols to the tracked sets. An outage of the sets does not undo the tables.</summary>
    private static async Task<JobResult> TrackAsync(RunContext run, FlexSyncSummary summary, CancellationToken ct)
    {
        var holdings = PortfolioHoldings.Of(await run.Tables.HoldingsAsync(ct));
        try
        {
            await TrackedSymbols.SetPortfolioAsync(run, holdings.Symbols, ct);
            return summary.Result(holdings, setsError: null);
        }
        catch (TemporaryException e)
        {
            return summary.Result(holdings, e.Message);
        }
    }
}

/// <summary>Selects accounts and the source of the report.</summary>
public sealed record IbkrFlexSyncOptions : ICheckedOptions
{
    /// <summary>Selects every account.</summary>
    public const string All = "all";

    [Description("Account ids; all for every account in the report.")]
    public IReadOnlyList<string> Accounts { get; init; } = [All];

    [Description("A saved report, or a directory of reports ingested oldest first, instead of a download from the broker.")]
    public string? FromArchive { get; init; }

    [Description("Ask the broker for the days that no statement covers, at most 365, when there are any.")]
    public bool FillGaps { get; init; }

    IEnumerable<OptionFault> ICheckedOptions.Faults => Accounts.Count == 0 ? [new($"found an empty list; expected '{All}' or account ids")] : [];
}

/// <summary>The tie-out audits that a sync runs, <c>sql/audits/tie_out_*.sql</c>.</summary>
internal static class TieOutQueries
{
    /// <summary>Queries by file name without extension.</summary>
    public static IReadOnlyDictionary<string, string> Read(string home)
    {
        var folder = Path.Combine(home, "sql", "audits");
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, "tie_out_*.sql") : [];
        return files.Length > 0 ? files.Order(StringComparer.Ordinal).ToDictionary(f => Path.GetFileNameWithoutExtension(f), File.ReadAllText)
            : throw new ConfigurationException($"no tie_out_*.sql in {folder}; expected the portfolio audits; check QM_HOME");
    }
}
