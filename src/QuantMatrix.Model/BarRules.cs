using System.Globalization;

namespace QuantMatrix.Model;

/// <summary>The rules a daily bar must keep to be stored; numbers are compared as parsed, without tolerance.</summary>
/// <remarks>A weekend is never a session, it is a date that a time zone shifted; a holiday is left to checks that know the exchange.</remarks>
/// <param name="lastDay">The newest date that is not in the future.</param>
public sealed class BarRules(DateOnly lastDay)
{
    private static readonly int FirstDay = Day.Of(SessionCalendar.First);
    private readonly int lastDay = Day.Of(lastDay < SessionCalendar.Last ? lastDay : SessionCalendar.Last);

    /// <summary>The first rule the bar breaks, or null when it keeps them all.</summary>
    public string? Fault(in Bar bar) =>
        DateFault(bar.Day)
        ?? PriceFault("open", bar.Open) ?? PriceFault("high", bar.High) ?? PriceFault("low", bar.Low) ?? PriceFault("close", bar.Close)
        ?? (double.IsNaN(bar.AdjClose) ? null : PriceFault("adj_close", bar.AdjClose))
        ?? OrderFault(bar)
        ?? (bar.Volume < 0 ? Text($"volume {bar.Volume} is negative") : null);

    /// <summary>The rule of one row a session, for a date seen before on <paramref name="firstLine"/> (of another file, when one is named).</summary>
    public static string Repeated(int day, long firstLine, string? firstFile = null) =>
        Text($"date {Day.Text(day)} repeats line {firstLine}{(firstFile is null ? "" : " of " + firstFile)}");

    private string? DateFault(int day) =>
        day < FirstDay ? Text($"date {Day.Text(day)} is before {Day.Text(FirstDay)}")
        : day > lastDay ? Text($"date {Day.Text(day)} is in the future")
        : Day.Date(day).DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? Text($"date {Day.Text(day)} is a {Day.Date(day).DayOfWeek}, no session")
        : null;

    private static string? PriceFault(string name, double price) =>
        price > 0 && price < double.PositiveInfinity ? null
        : Text($"{name} {price} is not {(double.IsFinite(price) ? "positive" : "finite")}");

    /// <summary>High ≥ low needs no question of its own: it follows, as open lies between them.</summary>
    private static string? OrderFault(in Bar bar) =>
        bar.High < bar.Open ? Text($"high {bar.High} below open {bar.Open}")
        : bar.High < bar.Close ? Text($"high {bar.High} below close {bar.Close}")
        : bar.Low > bar.Open ? Text($"low {bar.Low} above open {bar.Open}")
        : bar.Low > bar.Close ? Text($"low {bar.Low} above close {bar.Close}")
        : null;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
