using System.Text;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Runs;

/// <summary>Allows one run at a time in a data root. The kernel releases the lock when the process ends, however it ends.</summary>
public sealed class RunLock : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>EAGAIN, which .NET uses as the HResult of a lock held by another process.</summary>
    private const int Held = 11;

    private readonly string path;
    private readonly FileStream file;
    private readonly FileIdentity identity;

    private RunLock(string path, FileStream file)
    {
        (this.path, this.file) = (path, file);
        identity = FileIdentity.Of(file.SafeFileHandle);
    }

    /// <param name="wait">How long to wait while another run holds the lock.</param>
    /// <exception cref="TemporaryException">Another run holds the lock.</exception>
    /// <exception cref="ConfigurationException">The directory is not writable.</exception>
    public static async Task<RunLock> TakeAsync(RunLedger ledger, DataRoot data, string runId, TimeSpan wait, CancellationToken ct)
    {
        var path = Path.Combine(data.Runs, "run.lock");
        for (var waited = System.Diagnostics.Stopwatch.StartNew(); ; await Task.Delay(Interval, ct))
        {
            if (TryTake(path, runId) is { } taken) return taken;
            if (waited.Elapsed >= wait)
                throw new TemporaryException($"another run{(ledger.Running(runId) is { } run ? $" ({run})" : "")} holds {path}; retry when it has finished");
        }
    }

    /// <summary>Checks that the lock still protects the data root: that its file was neither deleted nor replaced.</summary>
    /// <exception cref="TemporaryException">Another run may have begun meanwhile.</exception>
    public void RequireHeld()
    {
        if (FileIdentity.Of(path) != identity)
            throw new TemporaryException($"{path} was deleted or replaced while this run held it; nothing more was published. Run it again");
    }

    public void Dispose() => file.Dispose();

    private static RunLock? TryTake(string path, string runId)
    {
        try
        {
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            try
            {
                file.SetLength(0);
                file.Write(Encoding.UTF8.GetBytes($"{runId} {Environment.ProcessId}\n"));
                return new(path, file);
            }
            catch
            {
                file.Dispose();
                throw;
            }
        }
        catch (IOException e) when (e.HResult == Held)
        {
            return null;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException && Graph.ExitCode.Of(e) != Graph.ExitCode.Temporary)
        {
            throw new ConfigurationException($"QM_DATA: cannot write {path}: {e.Message}", e);
        }
    }
}
