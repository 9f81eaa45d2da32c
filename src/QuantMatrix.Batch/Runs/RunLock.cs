using System.Text;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Runs;

/// <summary>One run at a time in a data folder. The kernel holds the lock for the process and drops it with the process, however it ends.</summary>
public sealed class RunLock : IDisposable
{
    private readonly FileStream file;

    private RunLock(FileStream file) => this.file = file;

    /// <exception cref="TemporaryException">Another run holds it.</exception>
    /// <exception cref="ConfigurationException">The folder may not be written to.</exception>
    public static RunLock Take(string folder, string runId)
    {
        var path = Path.Combine(folder, "run.lock");
        var held = new RunLock(Open(path, folder));
        try
        {
            held.file.SetLength(0);
            held.file.Write(Encoding.UTF8.GetBytes($"{runId} {Environment.ProcessId}\n"));
            return held;
        }
        catch
        {
            held.Dispose();
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
            // The holder's own words in the file cannot be read while it is locked; its report can.
            var holder = new RunLedger(folder).Running() is { } run ? $" ({run})" : "";
            throw new TemporaryException($"another run{holder} holds {path}; retry when it has ended", error);
        }
    }
}
