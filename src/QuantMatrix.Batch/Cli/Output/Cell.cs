using System.Globalization;

namespace QuantMatrix.Batch.Cli.Output;

/// <summary>A value as text, independent of the culture.</summary>
public static class Cell
{
    /// <summary>Lossless: numbers in round-trip form, decimals without trailing zeros, dates in ISO 8601; empty for null.</summary>
    public static string Exact(object? value) => value switch
    {
        null or DBNull => "",
        string text => text,
        decimal number => number.ToString("0.############################", CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime time when time.TimeOfDay == TimeSpan.Zero => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture),
        byte[] bytes => Convert.ToHexString(bytes),
        System.Collections.IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Select(Exact))}]",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    /// <summary>For reading: floating-point numbers with up to ten digits.</summary>
    public static string Readable(object? value) => value is double number ? number.ToString("G10", CultureInfo.InvariantCulture) : Exact(value);
}
