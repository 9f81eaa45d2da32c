using System.Security.Cryptography;
using System.Text;

namespace QuantMatrix.Lake;

/// <summary>The checksum at the end of a manifest: SHA-256 of the file's bytes with the checksum's own digits as zeros.</summary>
/// <remarks>It covers every byte, so also the fields that a newer version of the program added.</remarks>
internal static class ManifestChecksum
{
    private const int Digits = 64;

    /// <summary>The value to serialize before <see cref="Put"/>.</summary>
    public static readonly string Zeros = new('0', Digits);

    private static readonly byte[] Name = Encoding.ASCII.GetBytes("\"checksum\": \"");

    /// <summary>Replaces the zeros by the checksum.</summary>
    public static byte[] Put(byte[] manifest)
    {
        Encoding.ASCII.GetBytes(Of(manifest)).CopyTo(manifest.AsSpan(Place(manifest)));
        return manifest;
    }

    /// <returns>Null for a manifest without a checksum.</returns>
    public static bool? Matches(byte[] manifest)
    {
        var at = Place(manifest);
        if (at < 0) return null;
        var found = Encoding.ASCII.GetString(manifest, at, Digits);
        var copy = (byte[])manifest.Clone();
        copy.AsSpan(at, Digits).Fill((byte)'0');
        return Of(copy) == found;
    }

    private static string Of(byte[] manifest) => Convert.ToHexStringLower(SHA256.HashData(manifest));

    private static int Place(byte[] manifest)
    {
        var at = manifest.AsSpan().LastIndexOf(Name) + Name.Length;
        return at >= Name.Length && at + Digits <= manifest.Length ? at : -1;
    }
}
