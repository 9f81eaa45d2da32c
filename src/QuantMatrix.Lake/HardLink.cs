using System.Runtime.InteropServices;

namespace QuantMatrix.Lake;

/// <summary>link(2): gives a file a second name, or fails when that name is taken. The one file operation that lets a single writer win.</summary>
internal static partial class HardLink
{
    private const int AlreadyExists = 17;

    /// <returns>False when <paramref name="name"/> exists already.</returns>
    public static bool TryCreate(string existing, string name)
    {
        if (Link(existing, name) == 0) return true;
        var error = Marshal.GetLastPInvokeError();
        return error == AlreadyExists ? false : throw new IOException($"link {existing} -> {name}: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string name);
}
