using QuantMatrix.Batch.Graph;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Runs;

/// <summary>The folder everything a run makes lies in.</summary>
public sealed record DataRoot(string Path)
{
    /// <summary>Bars and features.</summary>
    public string Lake => System.IO.Path.Combine(Path, "lake");

    /// <summary>The embedded tables, sets and keys.</summary>
    public string Embedded => System.IO.Path.Combine(Path, "embedded");

    /// <summary>Provider responses; may be deleted at any time.</summary>
    public string Cache => System.IO.Path.Combine(Path, "cache");

    /// <summary>Bars to replay when no other folder is given.</summary>
    public string Replay => System.IO.Path.Combine(Path, "replay");

    /// <summary>One report a run, and the lock.</summary>
    public string Runs => System.IO.Path.Combine(Path, "runs");

    /// <exception cref="ConfigurationException">A folder cannot be made.</exception>
    public void Create()
    {
        foreach (var folder in new[] { Runs, Lake, Embedded }) Create(folder);
    }

    private static void Create(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException && ExitCode.Of(error) != ExitCode.Temporary)
        {
            throw new ConfigurationException($"QM_DATA: cannot make the folder {folder}: {error.Message}", error);
        }
    }
}
