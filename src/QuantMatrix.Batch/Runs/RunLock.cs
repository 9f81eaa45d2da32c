using System.Text;
using QuantMatrix.Compute;

namespace QuantMatrix.Batch.Runs;

/// <summary>One run at a time in a data folder. The kernel holds the lock for the process and drops it with the process, however it ends.</summary>
public sealed class RunLock : IDisposable
{
    private readonly FileStream file;

    private RunLock(FileStream file) => this.file = file;

    /// <exception cref="TemporaryException">Another run holds it.</exception>
    public static RunLock Take(string folder, string runId)
    {
        var path = Path.Combine(folder, "run.lock");
        var held = new RunLock(Open(path, folder));
        held.file.SetLength(0);
        held.file.Write(Encoding.UTF8.GetBytes($"{runId} {Environment.ProcessId}\n"));
        held.file.Flush();
        return held;
    }

    public void Dispose() => file.Dispose();

    private static FileStream Open(string path, string folder)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error)
        {
            // The holder's own words in the file cannot be read while it is locked; its report can.
            var holder = new RunLedger(folder).Running() is { } run ? $" ({run})" : "";
            throw new TemporaryException($"another run{holder} holds {path}; retry when it has ended", error);
        }
    }
}
