using System.Runtime.InteropServices;
using Apache.Arrow;

namespace QuantMatrix.Indicators;

/// <summary>Reusable memory of one Arrow output column; grows to the largest batch.</summary>
/// <remarks>Bytes, because Arrow takes bytes; not generic, because generic code would be compiled at the first call.</remarks>
internal sealed class ColumnMemory
{
    private byte[] bytes = [];

    /// <summary>The whole capacity; its initial content is undefined.</summary>
    public Span<double> Doubles => MemoryMarshal.Cast<byte, double>(bytes.AsSpan());

    public Span<int> Ints => MemoryMarshal.Cast<byte, int>(bytes.AsSpan());

    public Span<byte> Bytes => bytes;

    /// <summary>Ensures capacity for <paramref name="length"/> values of <paramref name="size"/> bytes.</summary>
    /// <returns>True when new memory was allocated, whose content is undefined.</returns>
    public bool Reserve(int length, int size)
    {
        if (bytes.Length >= length * size) return false;
        bytes = GC.AllocateUninitializedArray<byte>((length + length / 8) * size);
        PagePrefault.Touch(bytes);
        return true;
    }

    /// <summary>Ensures capacity for one bit a value and sets all bits.</summary>
    public void ReserveBits(int length)
    {
        Reserve(BitBytes(length), sizeof(byte));
        Bytes[..BitBytes(length)].Fill(0xFF);
    }

    /// <summary>Bytes needed for <paramref name="bits"/> bits.</summary>
    public static int BitBytes(int bits) => (bits + 7) / 8;

    /// <summary>The first values as an Arrow buffer that shares this memory.</summary>
    public ArrowBuffer Buffer(int length, int size) => new(bytes.AsMemory(0, length * size));

    /// <summary>The first bits as an Arrow buffer that shares this memory.</summary>
    public ArrowBuffer BitBuffer(int length) => Buffer(BitBytes(length), sizeof(byte));
}
