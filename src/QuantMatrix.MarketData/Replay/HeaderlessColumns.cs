using System.Globalization;
using System.Text;
using QuantMatrix.MarketData.Parsing;

namespace QuantMatrix.MarketData.Replay;

/// <summary>The columns of a MetaStock text file without a header: ticker, [period,] date, [time,] open, high, low, close, volume[, open interest].</summary>
/// <remarks>Other files without a header are refused: the order of their prices is unknown.</remarks>
internal static class HeaderlessColumns
{
    private const int Prices = 5;

    public static BarHeader? Of(IReadOnlyList<string> row)
    {
        if (row.Count < 7 || !char.IsAsciiLetter(row[0].FirstOrDefault()) || !FileSymbol.TryCanonical(row[0], out _)) return null;
        var period = row[1].Equals("D", StringComparison.OrdinalIgnoreCase) ? 1 : -1;
        var date = period < 0 ? 1 : 2;
        if (!IsDate(row[date])) return null;
        var numbers = row.Count - date - 1;
        var hasTime = numbers > Prices && row[date + 1].Trim('0', ':').Length == 0;
        var open = date + (hasTime ? 2 : 1);
        if (row.Count - open is not (Prices or Prices + 1) || !row.Skip(open).All(IsNumber)) return null;
        return new(date, open, open + 1, open + 2, open + 3, open + 4, AdjClose: -1, Source: -1, Symbol: 0) { Period = period };
    }

    private static bool IsDate(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return NumericDate.TryRead(bytes, out _) || DateText.TryParse(bytes, out _);
    }

    private static bool IsNumber(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
