using System.Text;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Runs;

/// <summary>Allows one run at a time in a data root. The kernel releases the lock when the process ends, however it ends.</summary>
public sealed class RunLock : IDisposable
{
    private readonly FileStream file;

    private RunLock(FileStream file) => this.file = file;

    /// <exception cref="TemporaryException">Another run holds the lock.</exception>
    /// <exception cref="ConfigurationException">The directory is not writable.</exception>
    public static RunLock Take(string folder, string runId)
    {
        var path = Path.Combine(folder, "run.lock");
        var runLock = new RunLock(Open(path, folder));
        try
        {
            runLock.file.SetLength(0);
            runLock.file.Write(Encoding.UTF8.GetBytes($"{runId} {Environment.ProcessId}\n"));
            return runLock;
        }
        catch
        {
            runLock.Dispose();
            throw;
        }
    }

    public void Dispose() => file.Dispose();

    private static FileStream Open(string path, string folder)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new ConfigurationException($"QM_DATA: cannot write {path}: {error.Message}", error);
        }
        catch (IOException error) when (ExitCode.Of(error) != ExitCode.Temporary)
        {
            // The lock file cannot be read while it is locked; the report of the run can.
            var holder = new RunLedger(folder).Running() is { } run ? $" ({run})" : "";
            throw new TemporaryException($"another run{holder} holds {path}; retry when it has finished", error);
        }
    }
}
