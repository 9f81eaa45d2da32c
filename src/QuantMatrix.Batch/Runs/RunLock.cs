using System.Globalization;
using System.Text;
using QuantMatrix.Lake;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Runs;

/// <summary>Allows one run at a time in a data root. The kernel releases the lock when the process ends, however it ends.</summary>
public sealed class RunLock : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>EAGAIN, which .NET uses as the HResult of a lock held by another process.</summary>
    private const int Held = 11;

    private const int MaxLength = 256;

    private readonly string path;
    private readonly FileStream file;
    private readonly FileIdentity identity;
    private readonly string content;

    private RunLock(string path, FileStream file, string runId, long token)
    {
        (this.path, this.file, Token) = (path, file, token);
        identity = FileIdentity.Of(file.SafeFileHandle);
        content = string.Create(CultureInfo.InvariantCulture, $"{runId} {Environment.ProcessId} {token}\n");
        file.SetLength(0);
        file.Write(Encoding.UTF8.GetBytes(content));
    }

    /// <summary>Higher than that of every earlier run of the data root.</summary>
    public long Token { get; }

    /// <summary>Identifies the data root among those of all machines.</summary>
    public string Root => string.Create(CultureInfo.InvariantCulture,
        $"{RunProcess.Current.Host} {Path.GetFullPath(path)} {identity.Major}:{identity.Minor}:{identity.Inode}");

    /// <param name="wait">How long to wait while another run holds the lock.</param>
    /// <exception cref="TemporaryException">Another run holds the lock.</exception>
    /// <exception cref="ConfigurationException">The directory is not writable.</exception>
    public static async Task<RunLock> TakeAsync(RunLedger ledger, DataRoot data, string runId, TimeSpan wait, CancellationToken ct)
    {
        var path = Path.Combine(data.Runs, "run.lock");
        for (var waited = System.Diagnostics.Stopwatch.StartNew(); ; await Task.Delay(Interval, ct))
        {
            if (TryTake(path, data, runId) is { } taken) return taken;
            if (waited.Elapsed >= wait)
                throw new TemporaryException($"another run{(ledger.Running(runId) is { } run ? $" ({run})" : "")} holds {path}; retry when it has finished");
        }
    }

    /// <summary>Checks that the lock still protects the data root: that its file was neither deleted nor replaced, nor taken by another run.</summary>
    /// <remarks>A network file system gives the lock of a machine that was suspended to another one.</remarks>
    /// <exception cref="TemporaryException">Another run may have begun meanwhile.</exception>
    public void RequireHeld()
    {
        if (FileIdentity.Of(path) != identity || Read(file) != content)
            throw new TemporaryException($"{path} was deleted or replaced while this run held it; nothing more was published. Run it again");
    }

    public void Dispose() => file.Dispose();

    private static RunLock? TryTake(string path, DataRoot data, string runId)
    {
        try
        {
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            try
            {
                return new(path, file, runId, Math.Max(TokenIn(Read(file)), FencingToken.Newest(data.Lake)) + 1);
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

    private static string Read(FileStream file)
    {
        Span<byte> bytes = stackalloc byte[MaxLength];
        return Encoding.UTF8.GetString(bytes[..RandomAccess.Read(file.SafeFileHandle, bytes, 0)]);
    }

    /// <summary>The token in a lock's file; 0 in an empty one or one of an earlier version.</summary>
    private static long TokenIn(string content) => content.Split(' ') is [_, _, var text]
        && long.TryParse(text, NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var token) ? token : 0;
}
