using System.Text.RegularExpressions;

namespace QuantMatrix.Batch.Runs;

/// <summary>Files of processes that were killed while they wrote: drafts beside the lake, and marks of runs without a report.</summary>
/// <remarks>The lake deletes its own drafts. Another process may be writing now, so that young files stay.</remarks>
internal static partial class LeftOvers
{
    private static readonly TimeSpan Age = TimeSpan.FromHours(1);

    /// <summary>Deletes those that are older than any write takes. What cannot be deleted is a warning.</summary>
    public static void Delete(DataRoot data, DateTimeOffset now, TextWriter warnings)
    {
        string[] folders = [data.Path, data.Runs, data.Embedded, data.Cache];
        var drafts = folders.Where(Directory.Exists).SelectMany(f => Directory.EnumerateFiles(f)).Where(f => Draft().IsMatch(Path.GetFileName(f)));
        var marks = RunLedger.MarksIn(data.Runs).Where(mark => !File.Exists(Path.Combine(data.Runs, $"{Path.GetFileName(mark)}.json")));
        foreach (var file in drafts.Concat(marks).Where(f => File.GetLastWriteTimeUtc(f) < (now - Age).UtcDateTime).ToList())
            TryDelete(file, warnings);
    }

    internal static void TryDelete(string file, TextWriter warnings)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            warnings.WriteLine($"{file}: a draft of a killed process cannot be deleted: {e.Message}");
        }
    }

    /// <summary>The name of the file with the number of the process, or with the ending of the files that one process writes at a time.</summary>
    [GeneratedRegex(@"\.(\d+|memo|duckdb|duckdb\.restore)\.tmp(\.wal)?$")]
    private static partial Regex Draft();
}
