using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace QuantMatrix.Report;

/// <summary>Numbers and dates as text. Numbers consist of digits, signs, points and commas, so they need no HTML encoding.</summary>
internal static class Figures
{
    public const string None = "–";
    public const char Minus = '−';

    /// <summary>Encodes text for HTML; characters outside ASCII stay as they are.</summary>
    public static HtmlEncoder Html { get; } = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>With a minus sign when negative: <c>−1.5</c>.</summary>
    public static string Plain(double? value, int digits) => value is { } number ? Text(number, digits).Replace('-', Minus) : None;

    /// <summary>With a sign unless it rounds to zero: <c>+1.5</c>, <c>0.0</c>.</summary>
    public static string Signed(double? value, int digits)
    {
        var text = Plain(value, digits);
        return value > 0 && text.AsSpan().ContainsAnyInRange('1', '9') ? "+" + text : text;
    }

    /// <summary>Two decimals from 1 on, four below.</summary>
    public static string Price(double? value) => Plain(value, Math.Abs(value ?? 0) is > 0 and < 1 ? 4 : 2);

    /// <summary>The direction of a change: <c>up</c>, <c>dn</c>, or empty when it rounds to zero.</summary>
    public static string Direction(double? value, int digits) =>
        Signed(value, digits) is ['+', ..] ? "up" : Signed(value, digits) is [Minus, ..] ? "dn" : "";

    /// <summary>1.2 K, 3.45 M, 6.78 B.</summary>
    public static string Short(double? value) => value switch
    {
        null => None,
        >= 1e9 => $"{Text(value.Value / 1e9, 2)} B",
        >= 1e6 => $"{Text(value.Value / 1e6, 1)} M",
        >= 1e3 => $"{Text(value.Value / 1e3, 1)} K",
        _ => Text(value.Value, 0),
    };

    /// <summary>7 Feb 2018.</summary>
    public static string Day(DateOnly? date) => date is { } day ? day.ToString("d MMM yyyy", CultureInfo.InvariantCulture) : None;

    /// <summary>Wednesday, 7 February 2018.</summary>
    public static string LongDay(DateOnly date) => date.ToString("dddd, d MMMM yyyy", CultureInfo.InvariantCulture);

    public static string Iso(DateOnly? date) => date is { } day ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : None;

    /// <summary>Whole numbers with thousands separators.</summary>
    public static string Count(double? value) => Plain(value, 0);

    private static string Text(double value, int digits)
    {
        var text = value.ToString("N" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return text.StartsWith('-') && !text.AsSpan().ContainsAnyInRange('1', '9') ? text[1..] : text;
    }
}

/// <summary>One cell of a table.</summary>
/// <param name="Html">Encoded text.</param>
/// <param name="Class">The CSS class, or empty.</param>
internal sealed record PageCell(string Html, string Class = "")
{
    public static PageCell Text(string text, string type = "l") => new(Figures.Html.Encode(text), type);

    /// <summary>A change, colored by its direction.</summary>
    public static PageCell Change(double? value, int digits = 1) => new(Figures.Signed(value, digits), Figures.Direction(value, digits));

    public static PageCell Number(double? value, int digits) => new(Figures.Plain(value, digits));
}
