using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Broker.Flex.Reader;
using QuantMatrix.Broker.Flex.Service;
using QuantMatrix.Http;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Jobs.Flex;

/// <summary>The broker's reports as received, one file per sync: <c>lake/raw/ibkr/YYYY/RUN.xml</c>. Unreadable reports are renamed to <c>.broken</c>.</summary>
internal sealed class FlexArchive(RunContext run)
{
    private const string Pattern = "*.xml", Broken = ".broken";

    private string Folder => Path.Combine(run.Settings.Data.Lake, "raw", "ibkr");

    private DateOnly Today => DateOnly.FromDateTime(run.Time.GetUtcNow().UtcDateTime);

    /// <summary>Downloads a report into the archive and opens it.</summary>
    /// <param name="days">Null for the newest report.</param>
    /// <exception cref="ConfigurationException">No token is set.</exception>
    /// <exception cref="TemporaryException">The report is not available yet, or was truncated in transfer.</exception>
    /// <exception cref="DataUnfitException">The download is not a report.</exception>
    public async Task<FlexReport> FetchAsync(FlexDays? days, CancellationToken ct)
    {
        if (run.FetchReport is not { } fetch)
            throw new ConfigurationException("IBKR_FLEX_TOKEN and IBKR_FLEX_QUERY_ID must both be set to use the broker's Flex Web Service; "
                + "to replay a saved report, use --set ibkr_flex_sync.from_archive=FILE");
        var file = Path.Combine(Folder, $"{run.Time.GetUtcNow().Year:0000}", $"{run.RunId}{(days is null ? "" : $"-{days.From:yyyyMMdd}")}.xml");
        await fetch(file, days, ct);
        try
        {
            return FlexReport.Open(file, Today);
        }
        catch (DataUnfitException e)
        {
            File.Move(file, file + Broken, overwrite: true);
            throw new DataUnfitException($"{e.Message}. The file is kept as {file + Broken}", e);
        }
    }

    /// <summary>Opens one saved report, or all reports in a directory, oldest first.</summary>
    /// <param name="path">Relative to the current directory or to the archive.</param>
    public IReadOnlyList<FlexReport> Open(string path)
    {
        var found = new[] { Path.GetFullPath(path), Path.Combine(Folder, path) }.FirstOrDefault(p => File.Exists(p) || Directory.Exists(p))
            ?? throw new ConfigurationException($"from_archive: no file or directory {path}; expected a saved report, such as one in {Folder}");
        IReadOnlyList<string> files = File.Exists(found) ? [found]
            : [.. Directory.GetFiles(found, Pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        if (files.Count == 0) throw new ConfigurationException($"from_archive: no {Pattern} in {found}; expected saved reports");
        return [.. files.Select(f => FlexReport.Open(f, Today)).OrderBy(r => r.Statements.Max(s => s.Generated))];
    }
}

/// <summary>The report download configured by the environment.</summary>
internal static class FlexReports
{
    /// <summary>Saves a report to a file; null when the token or the query id is not set.</summary>
    public static Func<string, FlexDays?, CancellationToken, Task>? Of(RunStart start, IKeyStore responses)
    {
        if (start.Settings is not { IbkrFlexToken: { } token, IbkrFlexQueryId: { } query }) return null;
        var options = start.Settings.At(FlexService.Defaults, "QM_IBKR_URL") with
        {
            Key = token.Reveal,
            Telemetry = start.Resilience,
            UserAgent = $"QuantMatrix/{ProgramVersion.Current.Version}",
        };
        return async (file, days, ct) =>
        {
            using var service = new FlexService(options, query.Reveal, responses, start.Time);
            await service.FetchAsync(file, days, ct);
        };
    }
}
