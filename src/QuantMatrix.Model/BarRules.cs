using System.Globalization;

namespace QuantMatrix.Model;

/// <summary>The rules a daily bar must satisfy to be stored; numbers are compared exactly.</summary>
/// <remarks>A weekend date is rejected: usually a time zone shifted it. Holidays are left to checks with the exchange calendar.</remarks>
/// <param name="lastDay">The newest date that is not in the future.</param>
public sealed class BarRules(DateOnly lastDay)
{
    private const string InFuture = "is in the future";

    private static readonly int FirstDay = Day.Of(SessionCalendar.First);
    private readonly int lastDay = Day.Of(lastDay < SessionCalendar.Last ? lastDay : SessionCalendar.Last);

    /// <summary>The first rule the bar violates; null for a valid bar.</summary>
    public string? Fault(in Bar bar) =>
        DateFault(bar.Day)
        ?? PriceFault(BarField.Open, bar.Open) ?? PriceFault(BarField.High, bar.High)
        ?? PriceFault(BarField.Low, bar.Low) ?? PriceFault(BarField.Close, bar.Close)
        ?? (double.IsNaN(bar.AdjClose) ? null : PriceFault(BarField.AdjClose, bar.AdjClose))
        ?? OrderFault(bar)
        ?? (bar.Volume < 0 ? Text($"volume {bar.Volume} is negative") : null);

    /// <summary>The violation of one row per session, for a date already seen on <paramref name="firstLine"/> (of another file, when one is given).</summary>
    public static string Repeated(int day, long firstLine, string? firstFile = null) =>
        Text($"date {Day.Text(day)} repeats line {firstLine}{(firstFile is null ? "" : " of " + firstFile)}");

    /// <summary>Whether a row violates a rule today only: a later day may accept it.</summary>
    public static bool IsOfFuture(string fault) => fault.EndsWith(InFuture, StringComparison.Ordinal);

    private string? DateFault(int day) =>
        day < FirstDay ? Text($"date {Day.Text(day)} is before {Day.Text(FirstDay)}")
        : day > lastDay ? Text($"date {Day.Text(day)} {InFuture}")
        : Day.Date(day).DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? Text($"date {Day.Text(day)} is a {Day.Date(day).DayOfWeek}, no session")
        : null;

    private static string? PriceFault(string name, double price) =>
        price > 0 && price < double.PositiveInfinity ? null
        : Text($"{name} {price} is not {(double.IsFinite(price) ? "positive" : "finite")}");

    /// <summary>High ≥ low needs no check: open is between them.</summary>
    private static string? OrderFault(in Bar bar) =>
        bar.High < bar.Open ? Text($"high {bar.High} below open {bar.Open}")
        : bar.High < bar.Close ? Text($"high {bar.High} below close {bar.Close}")
        : bar.Low > bar.Open ? Text($"low {bar.Low} above open {bar.Open}")
        : bar.Low > bar.Close ? Text($"low {bar.Low} above close {bar.Close}")
        : null;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
