using System.Globalization;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Lookup;

/// <summary>The close that <c>perf_mtd</c>, <c>perf_qtd</c> and <c>perf_ytd</c> of a symbol's newest row are measured from.</summary>
/// <param name="Start">First calendar day of the period.</param>
/// <param name="Age">Sessions from the close to the start of the period; 1 for the last session before it.</param>
internal sealed record PeriodBase(double Close, DateOnly Session, DateOnly Start, int Age)
{
    /// <summary>Older closes are marked: the change is not that of the period alone.</summary>
    public const int MostSessions = 10;

    private static readonly Dictionary<string, int> Months = new() { ["perf_mtd"] = 1, ["perf_qtd"] = 3, ["perf_ytd"] = 12 };

    /// <summary>Null for another column, and when no close before the period is stored.</summary>
    public static PeriodBase? Of(SymbolHistory history, string column)
    {
        if (!Months.TryGetValue(column, out var months)) return null;
        var session = history.Session;
        var start = new DateOnly(session.Year, (session.Month - 1) / months * months + 1, 1);
        var last = history.Last;
        while (last >= 0 && history.DateOf(last) >= start) last--;
        return last < 0 ? null : new(history.Bars.Close[last], history.DateOf(last), start, history.Calendar.Count(history.DateOf(last), start.AddDays(-1)));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"close {Close} of {Session:yyyy-MM-dd}") + (Age <= MostSessions ? ""
        : $"; {Plural.Of(Age, "session")} before {Start:yyyy-MM-dd}, more than {MostSessions}: the change includes them");
}
