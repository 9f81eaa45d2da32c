using System.Text;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Parsing;

/// <summary>Decodes UTF-8 fields for display, truncated to a bounded length.</summary>
internal static class FieldText
{
    private const int MaxFieldChars = 40;

    /// <summary>A whole field with doubled quotes unescaped.</summary>
    public static string Of(ReadOnlySpan<byte> field) => Encoding.UTF8.GetString(field).Replace("\"\"", "\"", StringComparison.Ordinal);

    /// <summary>A field as shown in a message.</summary>
    public static string Short(ReadOnlySpan<byte> field) => Truncate(field, MaxFieldChars);

    /// <inheritdoc cref="Short(ReadOnlySpan{byte})"/>
    public static string Short(string field) => field.Length <= MaxFieldChars ? field : field[..MaxFieldChars];

    /// <summary>A row as stored in the quarantine.</summary>
    public static string Row(ReadOnlySpan<byte> row) => Truncate(row, RejectedRow.MaxRowChars);

    private static string Truncate(ReadOnlySpan<byte> bytes, int maxChars)
    {
        const int maxBytesPerChar = 4;
        var text = Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, maxChars * maxBytesPerChar)]);
        return text.Length <= maxChars ? text : text[..maxChars];
    }
}
