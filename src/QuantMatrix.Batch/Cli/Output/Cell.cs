using System.Globalization;
using QuantMatrix.Batch.Screens;
using QuantMatrix.Indicators;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Cli.Output;

/// <summary>A value as text, independent of the culture.</summary>
public static class Cell
{
    /// <summary>Significant digits of a number whose unit is unknown.</summary>
    private const int Significant = 10;

    private static readonly Dictionary<string, Unit> Units = Catalogue.Standard.Columns.Select(c => (c.Name, c.Unit))
        .Concat(BarField.Shown.Select(f => (Name: f, Unit: f == BarField.Volume ? Unit.Shares : Unit.Price)))
        .Concat(ScreenText.Ratios.Select(name => (Name: name, Unit: Unit.Ratio)))
        .ToDictionary(c => c.Name, c => c.Unit, StringComparer.OrdinalIgnoreCase);

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
        TimeOnly time => time.ToString("HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        byte[] bytes => Convert.ToHexString(bytes),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    /// <summary>For reading: a number with the digits of its column's unit (price 2 to 4, percent 1, ratio 2), else with up to ten significant ones.</summary>
    public static string Readable(string column, object? value) => value switch
    {
        float number => Readable(column, (object)(double)number),
        double number when double.IsFinite(number) => Units.TryGetValue(column, out var unit) ? Number(number, unit) : Number(number),
        _ => Exact(value),
    };

    private static string Number(double number, Unit unit) => unit switch
    {
        Unit.Price => Rounded(number, number != 0 && Math.Round(number, 4) == 0 ? Decimals(number, 2) : 4, 2),
        Unit.Percent => Rounded(number, 1, 1),
        Unit.Shares => Rounded(number, 0, 0),
        Unit.Count => Rounded(number, 4, 0),
        _ => Rounded(number, 2, 2),
    };

    /// <summary>In positional form while that is short.</summary>
    private static string Number(double number) => number != 0 && Math.Abs(number) is >= 1e15 or < 1e-6 and > 0
        ? number.ToString($"G{Significant}", CultureInfo.InvariantCulture) : Rounded(number, Decimals(number, Significant), 0);

    /// <summary>How many decimals show that many significant digits.</summary>
    private static int Decimals(double number, int digits) =>
        number == 0 ? 0 : Math.Clamp(digits - 1 - (int)Math.Floor(Math.Log10(Math.Abs(number))), 0, 15);

    /// <param name="most">Decimals at most.</param>
    /// <param name="least">Decimals even when they are zeros.</param>
    private static string Rounded(double number, int most, int least)
    {
        var text = number.ToString($"0.{new string('0', least)}{new string('#', most - least)}", CultureInfo.InvariantCulture);
        return text.StartsWith('-') && text.AsSpan().IndexOfAnyInRange('1', '9') < 0 ? text[1..] : text;
    }
}
