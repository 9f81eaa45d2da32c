namespace QuantMatrix.Batch.Runs;

/// <summary>Files of processes that were killed while they wrote: drafts beside the lake, and marks of runs without a report.</summary>
/// <remarks>The lake deletes its own drafts. Another process may be writing now, so that young files stay.</remarks>
internal static class LeftOvers
{
    private static readonly TimeSpan Age = TimeSpan.FromHours(1);

    /// <summary>Deletes those that are older than any write takes.</summary>
    public static void Delete(DataRoot data, DateTimeOffset now)
    {
        string[] folders = [data.Path, data.Runs, data.Embedded, data.Cache];
        var drafts = folders.Where(Directory.Exists).SelectMany(f => Directory.EnumerateFiles(f, "*.tmp").Concat(Directory.EnumerateFiles(f, "*.tmp.wal")));
        var marks = RunLedger.MarksIn(data.Runs).Where(mark => !File.Exists(Path.Combine(data.Runs, $"{Path.GetFileName(mark)}.json")));
        foreach (var file in drafts.Concat(marks).Where(f => File.GetLastWriteTimeUtc(f) < (now - Age).UtcDateTime).ToList()) File.Delete(file);
    }
}
