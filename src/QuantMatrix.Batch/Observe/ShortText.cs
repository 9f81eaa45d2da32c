using System.Text;

namespace QuantMatrix.Batch.Observe;

/// <summary>Shortens texts to the limits of their receivers, without splitting a character.</summary>
internal static class ShortText
{
    /// <summary>The text, or its start with an ellipsis.</summary>
    public static string Of(string text, int length) => text.Length <= length ? text : $"{text[..End(text, length - 1)]}…";

    /// <summary>The longest start of a text that fits as UTF-8.</summary>
    public static string OfBytes(string text, int bytes)
    {
        if (Encoding.UTF8.GetByteCount(text) <= bytes) return text;
        Encoding.UTF8.GetEncoder().Convert(text, new byte[bytes], flush: false, out var chars, out _, out _);
        return text[..End(text, chars)];
    }

    private static int End(string text, int length) => length > 0 && char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;
}
