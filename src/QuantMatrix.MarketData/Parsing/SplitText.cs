using System.Globalization;

namespace QuantMatrix.MarketData.Parsing;

/// <summary>Parses a split as the number of new shares for an old one: 4, 4.0, 4:1, 1/10.</summary>
internal static class SplitText
{
    private const double Smallest = 1e-4, Largest = 1e4;

    /// <summary>False for an empty field, 0 and 1, which mean that there was no split, and for other text.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out double factor)
    {
        factor = 1;
        if (text.IsEmpty) return false;
        var at = text.IndexOfAny((byte)':', (byte)'/');
        if (at < 0 ? !TryNumber(text, out factor) : !TryRatio(text[..at], text[(at + 1)..], out factor)) return false;
        return factor is >= Smallest and <= Largest and not 1;
    }

    private static bool TryRatio(ReadOnlySpan<byte> shares, ReadOnlySpan<byte> old, out double factor)
    {
        factor = 1;
        if (!TryNumber(shares, out var numerator) || !TryNumber(old, out var denominator) || denominator == 0) return false;
        factor = numerator / denominator;
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<byte> text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
}
