using System.Text;

namespace QuantMatrix.Tests.FuzzTests;

/// <summary>Damages an input as transfers, editors and other programs do. The same seed gives the same input.</summary>
/// <param name="dictionary">Tokens of the format.</param>
internal sealed class Mutator(int seed, IReadOnlyList<string> dictionary)
{
    private const int MaxBytes = 128 << 10, Repeats = 400;

    private static readonly string[] Numbers =
    [
        "0", "-1", "", "1e999", "-1e-320", "NaN", "Infinity", "9223372036854775807", "9223372036854775808", "1.5e3", "1,234.5", "1.234,5", "1'000",
        "0.1.2", "007", "+5", "0x10", "٣", "１２", "1_000", "1e", "--1", "99999999999999999999999999999999999999999999", "3.", ".5", "null", "true",
    ];

    private readonly Random random = new(seed);

    /// <summary>One to three changes.</summary>
    public byte[] Of(byte[] input)
    {
        for (var changes = random.Next(1, 4); changes > 0; changes--) input = Once(input);
        return input.Length <= MaxBytes ? input : input[..MaxBytes];
    }

    private byte[] Once(byte[] bytes)
    {
        if (bytes.Length == 0) return Encoding.UTF8.GetBytes(Any(dictionary));
        var (at, end) = Chunk(bytes.Length);
        return random.Next(18) switch
        {
            0 => With(bytes, at, (byte)(bytes[at] ^ (1 << random.Next(8)))),
            1 => With(bytes, at, (byte)random.Next(256)),
            2 => bytes[..at],
            3 => [.. bytes[..end], .. bytes[at..]],
            4 => [.. bytes[..at], .. bytes[end..]],
            5 or 6 or 7 => Number(bytes),
            8 => Quote(bytes),
            9 => Encoded(bytes),
            10 or 11 => [.. bytes[..at], .. Encoding.UTF8.GetBytes(Any(dictionary)), .. bytes[(random.Next(2) == 0 ? at : end)..]],
            12 => Lines(bytes),
            13 or 14 or 15 => Field(bytes),
            16 => Block(bytes),
            _ => [.. bytes[..at], .. Enumerable.Repeat(bytes[at..Math.Min(end, at + 16)], random.Next(Repeats)).SelectMany(b => b), .. bytes[at..]],
        };
    }

    private T Any<T>(IReadOnlyList<T> values) => values[random.Next(values.Count)];

    /// <summary>A range that is short more often than long.</summary>
    private (int Start, int End) Chunk(int length)
    {
        var start = random.Next(length);
        return (start, Math.Min(length, start + 1 + random.Next(1 << random.Next(1, 9))));
    }

    private static byte[] With(byte[] bytes, int at, byte value)
    {
        var changed = (byte[])bytes.Clone();
        changed[at] = value;
        return changed;
    }

    /// <summary>Replaces a number of the text by another number, or by one that is hard to read.</summary>
    private byte[] Number(byte[] bytes)
    {
        var (start, end) = Token(bytes, b => b is >= (byte)'0' and <= (byte)'9' or (byte)'.');
        if (start == end) return bytes;
        var (from, to) = random.Next(2) == 0 ? (0, 0) : Token(bytes, b => b is >= (byte)'0' and <= (byte)'9' or (byte)'.');
        return [.. bytes[..start], .. from < to ? bytes[from..to] : Encoding.UTF8.GetBytes(Any(Numbers)), .. bytes[end..]];
    }

    /// <summary>The first run of such bytes at or after a random place.</summary>
    private (int Start, int End) Token(byte[] bytes, Func<byte, bool> isPart)
    {
        var start = random.Next(bytes.Length);
        while (start < bytes.Length && !isPart(bytes[start])) start++;
        var end = start;
        while (end < bytes.Length && isPart(bytes[end])) end++;
        return (start, end);
    }

    /// <summary>Replaces what is between two separators by a token of the format.</summary>
    private byte[] Field(byte[] bytes)
    {
        var (start, end) = Token(bytes, b => !",;:=\t\n []{}<>"u8.Contains(b));
        return [.. bytes[..start], .. Encoding.UTF8.GetBytes(Any(dictionary)), .. bytes[end..]];
    }

    /// <summary>Replaces a list or an object with all it contains.</summary>
    private byte[] Block(byte[] bytes)
    {
        var (start, _) = Token(bytes, b => "[{<"u8.Contains(b));
        var (end, depth) = (start, 0);
        while (end < bytes.Length && (depth += "[{<"u8.Contains(bytes[end]) ? 1 : "]}>"u8.Contains(bytes[end]) ? -1 : 0) > 0) end++;
        return [.. bytes[..start], .. Encoding.UTF8.GetBytes(Any(dictionary)), .. bytes[Math.Min(bytes.Length, end + 1)..]];
    }

    private byte[] Quote(byte[] bytes)
    {
        var at = Array.IndexOf(bytes, (byte)'"', random.Next(bytes.Length));
        if (at < 0) at = random.Next(bytes.Length);
        return [.. bytes[..at], .. Encoding.UTF8.GetBytes(Any(["'", "", "\"\"", "“", "\\\"", "\""])), .. bytes[(at + 1)..]];
    }

    private byte[] Encoded(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        return random.Next(5) switch
        {
            0 => [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)],
            1 => Encoding.BigEndianUnicode.GetBytes(text),
            2 => [.. Encoding.UTF8.GetPreamble(), .. bytes],
            3 => Encoding.UTF32.GetBytes(text),
            _ => Encoding.Latin1.GetBytes(text.Replace('a', 'ä')),
        };
    }

    /// <summary>Other line ends, or lines in another order.</summary>
    private byte[] Lines(byte[] bytes)
    {
        var lines = Encoding.Latin1.GetString(bytes).Split('\n');
        if (random.Next(2) == 0) random.Shuffle(lines);
        return Encoding.Latin1.GetBytes(string.Join(Any(["\n", "\r\n", "\r", ""]), lines));
    }
}
