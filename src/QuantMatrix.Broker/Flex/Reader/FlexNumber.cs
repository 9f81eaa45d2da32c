using System.Globalization;
using QuantMatrix.Model;

namespace QuantMatrix.Broker.Flex.Reader;

/// <summary>Amounts in the form the tables keep them.</summary>
internal static class FlexNumber
{
    /// <summary>Digits after the decimal point.</summary>
    public const int Scale = TypeMap.AmountScale;

    private const decimal Limit = 10_000_000_000_000_000m;

    /// <summary>To twelve digits behind the point; the broker writes more of a price or rate now and then, never of money.</summary>
    /// <returns>False when it has more than sixteen digits before the point.</returns>
    public static bool TryFit(decimal number, out decimal fitted)
    {
        fitted = decimal.Round(number, Scale);
        return Math.Abs(fitted) < Limit;
    }

    /// <summary>Without zeros at the end.</summary>
    public static string Short(decimal number) => number.ToString("0.############", CultureInfo.InvariantCulture);
}
