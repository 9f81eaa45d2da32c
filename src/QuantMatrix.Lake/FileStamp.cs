using System.Globalization;
using System.Runtime.InteropServices;

namespace QuantMatrix.Lake;

/// <summary>What changes whenever the content of a file is changed: its inode, size and times, from statx(2).</summary>
/// <param name="Modified">Nanoseconds since 1970-01-01.</param>
/// <param name="Changed">The same for the last change of content, owner or name, which no program can set.</param>
public readonly partial record struct FileStamp(ulong Inode, ulong Size, long Modified, long Changed)
{
    // statx(2): its structure has the same layout on every architecture.
    internal const int CurrentDirectory = -100, Length = 256, InodeAt = 32;
    private const int SizeAt = 40, ChangedAt = 96, ModifiedAt = 112;
    private const uint Fields = 0x100 | 0x200 | 0x40 | 0x80;

    /// <summary>A file changed within this time of its reading, in nanoseconds, may change again without another time stamp.</summary>
    private const long Unsettled = 100_000_000;

    /// <summary>The stamp as text; null when there is no file, or when a further change might leave the stamp as it is.</summary>
    public static string? Settled(string path)
    {
        var (stamp, now) = (Of(path), (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100);
        return stamp != default && stamp.IsSettledAt(now) ? stamp.ToString() : null;
    }

    /// <summary>Whether a change of the file at a time (nanoseconds since 1970-01-01) or later leaves another stamp.</summary>
    internal bool IsSettledAt(long time) => Math.Max(Modified, Changed) < time - Unsettled;

    /// <summary>The parts in order, separated by spaces.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Inode} {Size} {Modified} {Changed}");

    /// <returns>The default value, which no file has, when there is no file.</returns>
    public static FileStamp Of(string path)
    {
        Span<byte> found = stackalloc byte[Length];
        return !TryRead(CurrentDirectory, path, 0, found) ? default
            : new(BitConverter.ToUInt64(found[InodeAt..]), BitConverter.ToUInt64(found[SizeAt..]), Time(found[ModifiedAt..]), Time(found[ChangedAt..]));
    }

    /// <param name="path">Relative to <paramref name="directory"/>; empty for that file itself, with the flag that says so.</param>
    /// <param name="found">Of <see cref="Length"/> bytes.</param>
    /// <returns>False when there is no file.</returns>
    internal static bool TryRead(int directory, string path, int flags, Span<byte> found) => StatX(directory, path, flags, Fields, found) == 0;

    private static long Time(ReadOnlySpan<byte> at) => BitConverter.ToInt64(at) * 1_000_000_000 + BitConverter.ToUInt32(at[8..]);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int directory, string path, int flags, uint mask, Span<byte> found);
}
