using System.Globalization;

namespace QuantMatrix.MarketData.Csv;

/// <summary>Volumes as files write them: whole shares in 64 bits, also as <c>123.0</c> or <c>1.5e6</c>.</summary>
internal static class VolumeText
{
    /// <summary>Null and the volume, or what is wrong with the text.</summary>
    public static string? Fault(ReadOnlySpan<byte> text, out long volume)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out volume)) return null;
        if (text.IsEmpty) return "volume is empty";
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return $"volume '{FieldText.Short(text)}' is not a number of 64 bits";
        return Fault(number, out volume) is { } fault ? $"volume {FieldText.Short(text)} {fault}" : null;
    }

    /// <summary>Null and the volume, or why the number is no volume.</summary>
    public static string? Fault(decimal number, out long volume)
    {
        volume = 0;
        if (number != decimal.Truncate(number)) return "is not whole";
        if (number is < long.MinValue or > long.MaxValue) return "does not fit 64 bits";
        volume = (long)number;
        return null;
    }
}
