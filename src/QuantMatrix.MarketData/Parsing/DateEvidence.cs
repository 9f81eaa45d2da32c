using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Parsing;

/// <summary>Decides the order of day, month and year from all dates of one file.</summary>
/// <remarks>
/// An order is possible when it reads every distinct date. One possible order is taken. Of several, the one is taken that puts no date on a day without a
/// session or in the future while each other puts at least three there. Otherwise the order chosen by the operator decides, and without one the file is
/// refused. Dates of other files are no evidence.
/// </remarks>
internal sealed class DateEvidence(DateOnly today, SessionCalendar? calendar)
{
    private const int DecidingDays = 3;

    /// <summary>Dates that no order but another one reads are single errors up to one in this many.</summary>
    private const int DatesPerError = 100;

    private static readonly DateOrder[] Orders = [DateOrder.DayFirst, DateOrder.MonthFirst, DateOrder.YearFirst];

    private readonly HashSet<NumericDate> seen = [];
    private readonly OrderTally[] tallies = [new(), new(), new()];
    private (int Line, string Text) first;

    /// <summary>Whether a date of three numbers without a four-digit year in front occurred.</summary>
    public bool NeedsOrder => seen.Count > 0;

    public void Add(ReadOnlySpan<byte> text, int line)
    {
        if (NumericDate.TryRead(text, out var date)) Add(date, text, line);
    }

    /// <summary>Null and the order; or why the dates cannot be read with certainty.</summary>
    public string? Fault(DateOrder chosen, out DateOrder order)
    {
        order = DateOrder.Unknown;
        return NeedsOrder ? OrderFault(chosen, out order) : null;
    }

    private void Add(NumericDate date, ReadOnlySpan<byte> text, int line)
    {
        if (!seen.Add(date)) return;
        if (first.Line == 0) first = (line, FieldText.Short(text));
        var readings = Orders.Where(o => date.TryResolve(o, out _)).ToList();
        foreach (var order in Orders)
            if (date.TryResolve(order, out var day)) Of(order).Add(IsOpen(day));
            else if (readings.Count > 0) Of(order).AddImpossible(line, FieldText.Short(text));
    }

    private bool IsOpen(DateOnly day) => day <= today && day >= SessionCalendar.First
        && (calendar?.IsSession(day) ?? day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday));

    private string? OrderFault(DateOrder chosen, out DateOrder order)
    {
        List<DateOrder> possible = [.. Orders.Where(o => Of(o).Impossible == 0)];
        if (possible.Count == 0) possible = [.. Orders.Where(o => Of(o).Impossible * DatesPerError <= seen.Count)];
        order = possible.Count == 1 ? possible[0] : Orders.FirstOrDefault(o => possible.Contains(o) && IsOnlyPlausible(o, possible));
        if (order == DateOrder.Unknown && possible.Contains(chosen)) order = chosen;
        return order != DateOrder.Unknown ? null : possible.Count == 0 ? Mixed() : Ambiguous(possible);
    }

    private bool IsOnlyPlausible(DateOrder order, List<DateOrder> possible) =>
        Of(order).Closed == 0 && possible.All(o => o == order || Of(o).Closed >= DecidingDays);

    private string Mixed()
    {
        var (dayFirst, monthFirst) = (Of(DateOrder.DayFirst).FirstImpossible, Of(DateOrder.MonthFirst).FirstImpossible);
        return $"dates are in two orders: line {monthFirst.Line} '{monthFirst.Text}' is not month first, "
            + $"line {dayFirst.Line} '{dayFirst.Text}' is not day first; expected one order; write dates as yyyy-MM-dd";
    }

    private string Ambiguous(List<DateOrder> possible)
    {
        NumericDate.TryRead(System.Text.Encoding.UTF8.GetBytes(first.Text), out var date);
        var readings = possible.Where(o => date.TryResolve(o, out _)).Select(o => $"{Reading(date, o)} with QM_REPLAY_DATES={Code(o)}");
        return $"dates are ambiguous: line {first.Line} '{first.Text}' is {string.Join(", ", readings)}, and no date of the file decides; "
            + "set QM_REPLAY_DATES, or write dates as yyyy-MM-dd";
    }

    private static string Reading(NumericDate date, DateOrder order) =>
        date.TryResolve(order, out var day) ? day.ToString("d MMMM yyyy", System.Globalization.CultureInfo.InvariantCulture) : "";

    private static string Code(DateOrder order) => order switch { DateOrder.DayFirst => "dmy", DateOrder.MonthFirst => "mdy", _ => "ymd" };

    private OrderTally Of(DateOrder order) => tallies[(int)order - 1];

    /// <summary>The distinct dates in one order.</summary>
    private sealed class OrderTally
    {
        /// <summary>Dates that this order does not read and another does.</summary>
        public int Impossible { get; private set; }

        public (int Line, string Text) FirstImpossible { get; private set; }

        /// <summary>Dates on a day without a session or in the future.</summary>
        public int Closed { get; private set; }

        public void Add(bool isOpen)
        {
            if (!isOpen) Closed++;
        }

        public void AddImpossible(int line, string text)
        {
            if (Impossible++ == 0) FirstImpossible = (line, text);
        }
    }
}
