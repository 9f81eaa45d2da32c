using System.Globalization;

namespace QuantMatrix.MarketData.Parsing;

/// <summary>Parses volumes: numbers, rounded half to even to whole shares.</summary>
/// <remarks>
/// Fractional volumes are valid: exchanges report fractional shares, and split adjustment divides. Accepts <c>123.0</c>, <c>1.5e6</c>,
/// <c>123456.83028</c>, <c>45.2M</c> (K, M, B) and <c>1,234,567</c>; a comma must be followed by groups of three digits, so that a decimal comma is refused.
/// </remarks>
internal static class VolumeText
{
    private const double Limit = 9223372036854775808.0;

    /// <summary>Null and the volume, or why the text is not a volume.</summary>
    public static string? Fault(ReadOnlySpan<byte> text, out long volume)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out volume)) return null;
        return text.IsEmpty ? "volume is empty"
            : NumberFault(text, out volume) is { } fault ? $"volume '{FieldText.Short(text)}' {fault}"
            : null;
    }

    /// <summary>Null and the volume, or why the number is not a volume.</summary>
    public static string? Fault(decimal number, out long volume)
    {
        volume = 0;
        if (number < 0) return "is negative";
        if (decimal.Round(number, MidpointRounding.ToEven) is var rounded && rounded > long.MaxValue) return "does not fit in 64 bits";
        volume = (long)rounded;
        return null;
    }

    /// <inheritdoc cref="Fault(decimal, out long)"/>
    public static string? Fault(double number, out long volume)
    {
        volume = 0;
        if (!double.IsFinite(number)) return "is not a finite number";
        if (number < 0) return "is negative";
        if (Math.Round(number, MidpointRounding.ToEven) is var rounded && rounded >= Limit) return "does not fit in 64 bits";
        volume = (long)rounded;
        return null;
    }

    private static string? Fault(decimal number, decimal unit, out long volume)
    {
        volume = 0;
        return unit > 1 && number > long.MaxValue ? "does not fit in 64 bits" : Fault(number * unit, out volume);
    }

    private static string? NumberFault(ReadOnlySpan<byte> text, out long volume)
    {
        volume = 0;
        var unit = text[^1] switch { (byte)'K' => 1e3m, (byte)'M' => 1e6m, (byte)'B' => 1e9m, _ => 1 };
        if (unit > 1) text = text[..^1];
        var styles = HasThousands(text) ? NumberStyles.Float | NumberStyles.AllowThousands : NumberStyles.Float;
        if (decimal.TryParse(text, styles, CultureInfo.InvariantCulture, out var number)) return Fault(number, unit, out volume);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var inexact) ? Fault(inexact, out volume) : "is not a number";
    }

    /// <summary>Whether every comma separates a group of three digits; the first group has one to three.</summary>
    private static bool HasThousands(ReadOnlySpan<byte> text)
    {
        var point = text.IndexOf((byte)'.');
        var whole = point < 0 ? text : text[..point];
        var first = whole.IndexOf((byte)',');
        if (first is < 1 or > 3 || (whole.Length - first) % 4 != 0) return false;
        for (var i = 0; i < whole.Length; i++)
        {
            var separator = i >= first && (i - first) % 4 == 0;
            if (separator ? whole[i] != ',' : !char.IsAsciiDigit((char)whole[i])) return false;
        }
        return true;
    }
}
