using System.Runtime.InteropServices;

namespace QuantMatrix.Lake;

/// <summary>Tests what this process may do with a file or directory, without changing it.</summary>
public static partial class FileProbe
{
    /// <summary>EROFS.</summary>
    public const int ReadOnlyFileSystem = 30;

    private const int Writable = 2, Effective = 0x200, Shared = 1, NoWait = 4, WouldBlock = 11;

    /// <returns>0, or why it is not writable as an error number of the system.</returns>
    public static int WriteFault(string path) => Access(FileStamp.CurrentDirectory, path, Writable, Effective) == 0 ? 0 : Marshal.GetLastPInvokeError();

    /// <summary>Takes a shared lock of a file that no run locks, and releases it at once.</summary>
    /// <returns>0, or why the file system has no locks as an error number of the system.</returns>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static int LockFault(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (Flock((int)file.DangerousGetHandle(), Shared | NoWait) == 0) return 0;
        var error = Marshal.GetLastPInvokeError();
        return error == WouldBlock ? 0 : error;
    }

    /// <summary>The message of the system for an error number.</summary>
    public static string Message(int error) => Marshal.GetPInvokeErrorMessage(error);

    [LibraryImport("libc", EntryPoint = "faccessat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Access(int directory, string path, int mode, int flags);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Flock(int file, int operation);
}
