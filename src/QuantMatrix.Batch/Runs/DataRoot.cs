using System.IO.Enumeration;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Runs;

/// <summary>The directory that holds all data of the program (<c>QM_DATA</c>).</summary>
public sealed record DataRoot(string Path)
{
    /// <summary>Bars and features.</summary>
    public string Lake => System.IO.Path.Combine(Path, "lake");

    /// <summary>The lake and the published tables as views for any DuckDB.</summary>
    public string Views => System.IO.Path.Combine(Lake, "views.sql");

    /// <summary>Which files of the lake were compared with their hashes; may be deleted at any time.</summary>
    public string CheckedFiles => System.IO.Path.Combine(Path, "lake.checked");

    /// <summary>The embedded tables, sets and keys.</summary>
    public string Embedded => System.IO.Path.Combine(Path, "embedded");

    /// <summary>Provider responses; may be deleted at any time.</summary>
    public string Cache => System.IO.Path.Combine(Path, "cache");

    /// <summary>The default replay folder.</summary>
    public string Replay => System.IO.Path.Combine(Path, "replay");

    /// <summary>The pages of each session, and <c>latest</c>.</summary>
    public string Reports => System.IO.Path.Combine(Path, "reports");

    /// <summary>One report per run, and the lock.</summary>
    public string Runs => System.IO.Path.Combine(Path, "runs");

    /// <summary>The size in bytes of what runs write.</summary>
    /// <remarks>Sizes are enumerated as objects: the runtime has code for that, and would have to compile an enumeration of numbers.</remarks>
    public long Bytes() => new[] { Lake, Embedded, Cache, Reports, Runs }.Where(Directory.Exists).Sum(directory => new FileSystemEnumerable<object>(
        directory, (ref FileSystemEntry entry) => entry.IsDirectory ? 0L : entry.Length, new() { RecurseSubdirectories = true }).Sum(size => (long)size));

    /// <exception cref="ConfigurationException">A directory cannot be created.</exception>
    public void Create()
    {
        foreach (var directory in new[] { Runs, Lake, Embedded }) Create(directory);
    }

    private static void Create(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException && ExitCode.Of(error) != ExitCode.Temporary)
        {
            throw new ConfigurationException($"QM_DATA: cannot create directory {directory}: {error.Message}", error);
        }
    }
}
