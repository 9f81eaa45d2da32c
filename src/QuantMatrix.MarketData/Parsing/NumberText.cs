using System.Globalization;
using System.Text;

namespace QuantMatrix.MarketData.Parsing;

/// <summary>Parses prices to the nearest double; invariant culture, decimal point, no thousands separators.</summary>
internal static class PriceText
{
    private const int ExactDigits = 15;
    private static readonly double[] PowersOfTen = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    /// <summary>Null and the price, or why the text is not a price.</summary>
    /// <param name="name">The column, for the message.</param>
    public static string? Fault(string name, ReadOnlySpan<byte> text, out double price) =>
        TryParse(text, out price) ? null : text.IsEmpty ? $"{name} is empty" : $"{name} '{FieldText.Short(text)}' is not a number";

    /// <summary>Also accepts <c>nan</c> and <c>inf</c>, which the rules of a bar then reject as not finite.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out double price) =>
        TryPlain(text, out price)
        || double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out price)
        || TryInfinity(text, out price);

    /// <summary>Fast path for digits with at most one point: up to 15 digits and powers of ten are exact in a double, so the division rounds once.</summary>
    private static bool TryPlain(ReadOnlySpan<byte> text, out double price)
    {
        price = double.NaN;
        if (text.Length is 0 or > ExactDigits + 1) return false;
        long digits = 0;
        var point = -1;
        for (var i = 0; i < text.Length; i++)
        {
            var digit = text[i] - '0';
            if ((uint)digit <= 9) digits = digits * 10 + digit;
            else if (text[i] == '.' && point < 0) point = i;
            else return false;
        }
        if (point < 0 && text.Length > ExactDigits || point >= 0 && text.Length == 1) return false;
        price = point < 0 ? digits : digits / PowersOfTen[text.Length - 1 - point];
        return true;
    }

    private static bool TryInfinity(ReadOnlySpan<byte> text, out double price)
    {
        var negative = !text.IsEmpty && text[0] == '-';
        var word = text.TrimStart("+-"u8);
        price = negative ? double.NegativeInfinity : double.PositiveInfinity;
        return Ascii.EqualsIgnoreCase(word, "inf"u8);
    }
}
