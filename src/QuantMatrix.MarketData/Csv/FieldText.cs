using System.Text;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Csv;

/// <summary>Bytes of a file as text for people, cut to a bounded length.</summary>
internal static class FieldText
{
    private const int MaxFieldChars = 40;

    /// <summary>A whole field with its doubled quotes undone.</summary>
    public static string Of(ReadOnlySpan<byte> field) => Encoding.UTF8.GetString(field).Replace("\"\"", "\"", StringComparison.Ordinal);

    /// <summary>A field as it is shown in a reason.</summary>
    public static string Short(ReadOnlySpan<byte> field) => Cut(field, MaxFieldChars);

    /// <summary>A row as it is kept in the quarantine.</summary>
    public static string Row(ReadOnlySpan<byte> row) => Cut(row, RejectedRow.MaxRowChars);

    private static string Cut(ReadOnlySpan<byte> bytes, int maxChars)
    {
        const int maxBytesAChar = 4;
        var text = Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, maxChars * maxBytesAChar)]);
        return text.Length <= maxChars ? text : text[..maxChars];
    }
}
