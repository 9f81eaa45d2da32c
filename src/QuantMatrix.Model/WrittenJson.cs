using System.Buffers;
using System.Text;
using System.Text.Json;

namespace QuantMatrix.Model;

/// <summary>JSON written field by field: preparing a serializer takes longer than writing a small text.</summary>
public static class WrittenJson
{
    public static string Text(Action<Utf8JsonWriter> write) => Encoding.UTF8.GetString(Bytes(write, isIndented: false));

    public static byte[] Bytes(Action<Utf8JsonWriter> write, bool isIndented)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new() { Indented = isIndented })) write(json);
        return buffer.WrittenSpan.ToArray();
    }
}
