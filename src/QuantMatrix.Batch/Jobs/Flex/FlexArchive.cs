using QuantMatrix.Batch.Runs;
using QuantMatrix.Broker.Flex.Reader;
using QuantMatrix.Broker.Flex.Service;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Jobs.Flex;

/// <summary>
/// The broker's reports as received, in <c>lake/raw/ibkr/YYYY</c>: <c>RUN.xml</c>, and <c>RUN-q2.xml</c> for the second query of a run.
/// Unreadable reports are renamed to <c>.broken</c>.
/// </summary>
internal sealed class FlexArchive(RunContext run)
{
    private const string Pattern = "*.xml", Broken = ".broken";

    private string Folder => Path.Combine(run.Settings.Data.Lake, "raw", "ibkr");

    private DateOnly Today => DateOnly.FromDateTime(run.Time.GetUtcNow().UtcDateTime);

    /// <summary>Downloads a report into the archive and opens it.</summary>
    /// <param name="days">Null for the newest report.</param>
    /// <exception cref="ConfigurationException">The token or the query is wrong.</exception>
    /// <exception cref="TemporaryException">The report is not available yet, or was truncated in transfer.</exception>
    /// <exception cref="DataUnfitException">The download is not a report.</exception>
    public async Task<FlexReport> FetchAsync(FlexSource source, FlexDays? days, CancellationToken ct)
    {
        var name = $"{run.RunId}{(source.Number > 1 ? $"-q{source.Number}" : "")}{(days is null ? "" : $"-{days.From:yyyyMMdd}")}.xml";
        var file = Path.Combine(Folder, $"{run.Time.GetUtcNow().Year:0000}", name);
        await source.SaveAsync(file, days, ct);
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
