namespace QuantMatrix.Model;

/// <summary>Dates as whole days since 1970-01-01, the value Arrow's date32 holds.</summary>
public static class Day
{
    private static readonly int Epoch = new DateOnly(1970, 1, 1).DayNumber;

    public static int Of(DateOnly date) => date.DayNumber - Epoch;

    public static DateOnly Date(int day) => DateOnly.FromDayNumber(day + Epoch);

    /// <summary>ISO form, <c>2018-02-07</c>.</summary>
    public static string Text(int day) => Date(day).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
