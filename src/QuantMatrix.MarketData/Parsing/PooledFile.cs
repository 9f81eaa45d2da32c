using System.Buffers;

namespace QuantMatrix.MarketData.Parsing;

/// <summary>The content of one file in a pooled buffer.</summary>
internal sealed class PooledFile : IDisposable
{
    private byte[] buffer = [];
    private int length;

    public ReadOnlySpan<byte> Text => buffer.AsSpan(0, length);

    /// <summary>Reads the file; <paramref name="fault"/> states why it cannot be read as UTF-8 text.</summary>
    public static PooledFile Read(string path, out string? fault)
    {
        var content = new PooledFile();
        try
        {
            using var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
            fault = content.Fill(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            fault = $"the file cannot be read ({e.GetType().Name})";
        }
        return content;
    }

    public void Dispose()
    {
        if (buffer.Length > 0) ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
    }

    private string? Fill(Microsoft.Win32.SafeHandles.SafeFileHandle file)
    {
        var size = RandomAccess.GetLength(file);
        if (size > Array.MaxLength) return $"the file has {size} bytes; expected at most {Array.MaxLength}; split the file";
        if (size > 0) buffer = ArrayPool<byte>.Shared.Rent((int)size);
        for (int read; length < size; length += read)
        {
            read = RandomAccess.Read(file, buffer.AsSpan(length, (int)size - length), length);
            if (read == 0) return $"the file was truncated while it was read: {length} of {size} bytes";
        }
        return Text is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] ? "the file is UTF-16 text; expected UTF-8" : null;
    }
}
