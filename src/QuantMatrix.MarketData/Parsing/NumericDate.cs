using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Parsing;

/// <summary>A date of three numbers whose order the text alone does not tell: 05/06/2026, 5.6.2026, 05-06-26.</summary>
internal readonly record struct NumericDate(int First, int Second, int Third, bool HasLongYear, bool HasLongFirst)
{
    private const int TwoDigitYearPivot = 50; // a two-digit year below it is 20xx

    /// <summary>Reads one or two digits, one or two digits, and a year of two or four, with the same separator; a time of day may follow.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out NumericDate date)
    {
        date = default;
        var first = Digits(text, 0);
        if (first is < 1 or > 2 || first == text.Length || text[first] is not ((byte)'/' or (byte)'-' or (byte)'.')) return false;
        var second = Digits(text, first + 1);
        var at = first + 1 + second;
        if (second is < 1 or > 2 || at >= text.Length || text[at] != text[first]) return false;
        var third = Digits(text, at + 1);
        if (third is not (2 or 4) || !DateText.IsTimeOfDay(text[(at + 1 + third)..])) return false;
        date = new(DateText.Number(text[..first]), DateText.Number(text[(first + 1)..at]), DateText.Number(text.Slice(at + 1, third)), third == 4, first == 2);
        return true;
    }

    /// <summary>The date in an order; false when there is no such date.</summary>
    public bool TryResolve(DateOrder order, out DateOnly date) => order switch
    {
        DateOrder.DayFirst => DateText.TryDate(Year(Third), Second, First, out date),
        DateOrder.MonthFirst => DateText.TryDate(Year(Third), First, Second, out date),
        DateOrder.YearFirst when !HasLongYear && HasLongFirst => DateText.TryDate(Year(First), Second, Third, out date),
        _ => DateText.TryDate(0, 0, 0, out date),
    };

    private int Year(int number) => HasLongYear ? number : number + (number < TwoDigitYearPivot ? 2000 : 1900);

    private static int Digits(ReadOnlySpan<byte> text, int from)
    {
        var at = from;
        while (at < text.Length && char.IsAsciiDigit((char)text[at])) at++;
        return at - from;
    }
}
