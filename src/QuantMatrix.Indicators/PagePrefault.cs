using System.Runtime.InteropServices;

namespace QuantMatrix.Indicators;

/// <summary>Has Linux back new memory at once, not page by page as it is first written.</summary>
/// <remarks>In a small virtual machine a page written first costs 11 µs, one asked for among many 0.6 µs: a third of what the first batch took longer than those after it.</remarks>
internal static class PagePrefault
{
    /// <summary>Below this many bytes, asking costs more than it saves.</summary>
    private const int Least = 1 << 16;

    private const int Page = 4096, PopulateWrite = 23;

    /// <summary>A hint: what these bytes hold stays as it is, and where the kernel cannot (before 5.14, or of larger pages) nothing happens.</summary>
    public static void Back(byte[] bytes)
    {
        if (bytes.Length < Least || !OperatingSystem.IsLinux()) return;
        var pin = GCHandle.Alloc(bytes, GCHandleType.Pinned);
        var start = pin.AddrOfPinnedObject();
        _ = Advise(start - start % Page, bytes.Length + start % Page, PopulateWrite);
        pin.Free();
    }

    /// <summary>madvise(2).</summary>
    [DllImport("libc", EntryPoint = "madvise")]
    private static extern int Advise(nint start, nint length, int advice);
}
