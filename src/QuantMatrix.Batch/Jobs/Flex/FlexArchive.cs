using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Broker.Flex.Reader;
using QuantMatrix.Indicators;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Jobs.Flex;

/// <summary>The broker's reports as they came, a file a sync: <c>lake/raw/ibkr/YYYY/RUN.xml</c>. What cannot be read is set aside as <c>.broken</c>.</summary>
internal sealed class FlexArchive(RunContext run)
{
    private const string Pattern = "*.xml", Broken = ".broken";

    private string Folder => Path.Combine(run.Settings.Data.Lake, "raw", "ibkr");

    /// <summary>The broker's newest report, saved before anything of it is read.</summary>
    /// <exception cref="ConfigurationException">Nobody gave a token.</exception>
    /// <exception cref="TemporaryException">It is not to be had now, or was cut on its way.</exception>
    /// <exception cref="DataUnfitException">It is no report.</exception>
    public async Task<FlexReport> FetchAsync(CancellationToken ct)
    {
        if (run.FetchReport is not { } fetch)
            throw new ConfigurationException("IBKR_FLEX_TOKEN and IBKR_FLEX_QUERY_ID are not both set; expected those of the broker's Flex web service, or --set ibkr_flex_sync.from_archive=FILE to replay a report");
        var file = Path.Combine(Folder, $"{run.Time.GetUtcNow().Year:0000}", $"{run.RunId}.xml");
        await fetch(file, ct);
        try
        {
            return FlexReport.Open(file);
        }
        catch (DataUnfitException e)
        {
            File.Move(file, file + Broken, overwrite: true);
            throw new DataUnfitException($"{e.Message}. It is kept as {file + Broken}", e);
        }
    }

    /// <summary>A report saved before, or all of a folder, the oldest first.</summary>
    /// <param name="path">As a person standing in the current folder writes it, or within the archive.</param>
    public IReadOnlyList<FlexReport> Open(string path)
    {
        var found = new[] { Path.GetFullPath(path), Path.Combine(Folder, path) }.FirstOrDefault(p => File.Exists(p) || Directory.Exists(p))
            ?? throw new ConfigurationException($"from_archive: {path} is no file and no folder; expected a report saved before, such as one in {Folder}");
        IReadOnlyList<string> files = File.Exists(found) ? [found] : [.. Directory.GetFiles(found, Pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        if (files.Count == 0) throw new ConfigurationException($"from_archive: {found} holds no {Pattern}; expected reports saved before");
        return [.. files.Select(FlexReport.Open).OrderBy(r => r.Statements.Max(s => s.Generated))];
    }
}
