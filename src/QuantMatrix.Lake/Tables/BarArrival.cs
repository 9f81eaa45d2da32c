using QuantMatrix.Model;

namespace QuantMatrix.Lake.Tables;

/// <summary>A row of <c>bar_arrivals</c>: the run that stored bars of a symbol that were not stored before.</summary>
/// <remarks>No bar stored by an earlier run is within <c>date</c> to <c>to_date</c>: the newest row around a bar is that of its arrival.</remarks>
/// <param name="FromDay">The oldest of the bars, days since 1970-01-01.</param>
/// <param name="ToDay">The newest of them.</param>
public sealed record BarArrival(string Symbol, int FromDay, int ToDay, long Bars, string RunId)
{
    private const int Weekend = 2;

    public static readonly RowTable<BarArrival> Table = new("bar_arrivals",
        new RowColumns<BarArrival>().Text(BarField.Symbol, r => r.Symbol).Date(BarField.Date, r => r.FromDay).Date("to_date", r => r.ToDay)
            .Whole("bars", r => r.Bars).Text("run_id", r => r.RunId),
        row => new(row.Text(0), row.Date(1), row.Date(2), row.Whole(3), row.Text(4)));

    /// <param name="backfilledYears">Years in which stored bars may be between inserted ones.</param>
    internal static IReadOnlyList<BarArrival> Of(Bars inserted, IReadOnlySet<int> backfilledYears, string runId)
    {
        var arrivals = new List<BarArrival>();
        var days = inserted.Days;
        for (var s = 0; s < inserted.Symbols.Count; s++)
            for (int from = inserted.Starts[s], end = inserted.Starts[s + 1], next; from < end; from = next)
            {
                next = from + 1;
                while (next < end && IsWithoutOthers(days[next - 1], days[next], backfilledYears)) next++;
                arrivals.Add(new(inserted.Symbols[s], days[from], days[next - 1], next - from, runId));
            }
        return arrivals;
    }

    /// <summary>Whether no stored bar can be between two consecutive inserted ones.</summary>
    private static bool IsWithoutOthers(int day, int next, IReadOnlySet<int> backfilledYears)
    {
        var (date, years) = (Day.Date(day), (Day.Date(day).Year, Day.Date(next).Year));
        return next - day == 1 || (date.DayOfWeek == DayOfWeek.Friday && next - day == 1 + Weekend)
            || (years.Item1 == years.Item2 && !backfilledYears.Contains(years.Item1));
    }
}
