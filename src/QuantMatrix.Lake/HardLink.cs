using System.Runtime.InteropServices;

namespace QuantMatrix.Lake;

/// <summary>link(2): gives a file a second name and fails when the name exists, so that of several writers exactly one succeeds.</summary>
internal static partial class HardLink
{
    private const int AlreadyExists = 17;

    /// <returns>False when <paramref name="name"/> already exists.</returns>
    public static bool TryCreate(string existing, string name)
    {
        if (Link(existing, name) == 0) return true;
        var error = Marshal.GetLastPInvokeError();
        return error == AlreadyExists ? false : throw new IOException($"link {existing} -> {name}: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string name);
}
