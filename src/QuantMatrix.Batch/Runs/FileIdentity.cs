using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace QuantMatrix.Batch.Runs;

/// <summary>Device and inode of a file: what a path names, whatever it is called.</summary>
internal readonly record struct FileIdentity(uint Major, uint Minor, ulong Inode)
{
    // statx(2): its structure has the same layout on every architecture.
    private const int CurrentDirectory = -100, EmptyPath = 0x1000, InodeField = 0x100, Size = 256, InodeAt = 32, MajorAt = 136, MinorAt = 140;

    /// <returns>The default value, which no file has, when there is no file.</returns>
    public static FileIdentity Of(string path) => Of(CurrentDirectory, path, 0);

    public static FileIdentity Of(SafeFileHandle file) => Of((int)file.DangerousGetHandle(), "", EmptyPath);

    private static FileIdentity Of(int directory, string path, int flags)
    {
        var found = new byte[Size];
        return StatX(directory, path, flags, InodeField, found) != 0 ? default
            : new(BitConverter.ToUInt32(found, MajorAt), BitConverter.ToUInt32(found, MinorAt), BitConverter.ToUInt64(found, InodeAt));
    }

    [DllImport("libc", EntryPoint = "statx")]
    private static extern int StatX(int directory, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, byte[] found);
}
