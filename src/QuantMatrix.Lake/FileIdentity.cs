using Microsoft.Win32.SafeHandles;

namespace QuantMatrix.Lake;

/// <summary>Device and inode of a file: what a path names, whatever it is called.</summary>
public readonly record struct FileIdentity(uint Major, uint Minor, ulong Inode)
{
    private const int EmptyPath = 0x1000, MajorAt = 136, MinorAt = 140;

    /// <returns>The default value, which no file has, when there is no file.</returns>
    public static FileIdentity Of(string path) => Of(FileStamp.CurrentDirectory, path, 0);

    public static FileIdentity Of(SafeFileHandle file) => Of((int)file.DangerousGetHandle(), "", EmptyPath);

    private static FileIdentity Of(int directory, string path, int flags)
    {
        Span<byte> found = stackalloc byte[FileStamp.Length];
        return !FileStamp.TryRead(directory, path, flags, found) ? default
            : new(BitConverter.ToUInt32(found[MajorAt..]), BitConverter.ToUInt32(found[MinorAt..]), BitConverter.ToUInt64(found[FileStamp.InodeAt..]));
    }
}
