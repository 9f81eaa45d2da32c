using System.Runtime.InteropServices;
using Apache.Arrow;

namespace QuantMatrix.Indicators;

/// <summary>The memory of one Arrow column that leaves the engine; it grows to the largest batch and serves one after another.</summary>
/// <remarks>Bytes, because that is what Arrow takes, and nothing generic, because that would be compiled at the first call.</remarks>
internal sealed class ColumnMemory
{
    private byte[] bytes = [];

    /// <summary>Everything there is room for; holds anything at first.</summary>
    public Span<double> Doubles => MemoryMarshal.Cast<byte, double>(bytes.AsSpan());

    public Span<int> Ints => MemoryMarshal.Cast<byte, int>(bytes.AsSpan());

    public Span<byte> Bytes => bytes;

    /// <summary>Makes room for so many values of so many bytes.</summary>
    /// <returns>Whether there was too little: the memory is another then and holds anything.</returns>
    public bool Reserve(int length, int size)
    {
        if (bytes.Length >= length * size) return false;
        bytes = GC.AllocateUninitializedArray<byte>((length + length / 8) * size);
        PagePrefault.Back(bytes);
        return true;
    }

    /// <summary>Makes room for a bit a value, and sets them all.</summary>
    public void ReserveBits(int length)
    {
        Reserve(Bits(length), sizeof(byte));
        Bytes[..Bits(length)].Fill(0xFF);
    }

    /// <summary>Bytes that hold so many bits.</summary>
    public static int Bits(int length) => (length + 7) / 8;

    /// <summary>The first values as Arrow takes them: shared, not copied.</summary>
    public ArrowBuffer Buffer(int length, int size) => new(bytes.AsMemory(0, length * size));

    /// <summary>The bits of the first values, likewise.</summary>
    public ArrowBuffer BitBuffer(int length) => Buffer(Bits(length), sizeof(byte));
}
