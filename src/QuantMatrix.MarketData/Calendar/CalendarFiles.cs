using QuantMatrix.MarketData.Parsing;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Calendar;

/// <summary>Reads the exchange calendar: the rules in code plus the exceptions in <c>data/calendar</c>.</summary>
public static class CalendarFiles
{
    /// <param name="home">The project root.</param>
    /// <exception cref="ConfigurationException">A file cannot be read.</exception>
    /// <exception cref="DataUnfitException">A file is malformed.</exception>
    public static SessionCalendar Read(string home)
    {
        var folder = Path.Combine(home, "data", "calendar");
        return new(ReadClosures(Path.Combine(folder, "xnys_closures.csv")), ReadEarlyCloses(Path.Combine(folder, "xnys_early_closes.csv")));
    }

    /// <summary>Closures other than the yearly holidays (columns date, reason), oldest first.</summary>
    /// <exception cref="ConfigurationException">The file cannot be read.</exception>
    /// <exception cref="DataUnfitException">A column is missing, or a date is malformed or listed twice.</exception>
    public static IReadOnlyList<DateOnly> ReadClosures(string path)
    {
        var closures = new List<DateOnly>();
        foreach (var row in CsvTable.Read(path, "date", "reason"))
            if (closures.Contains(row.Date(0))) throw row.Duplicate($"closure {row.Values[0]}");
            else closures.Add(row.Date(0));
        closures.Sort();
        return closures;
    }

    /// <summary>Early closes outside the rules (columns date, close, reason), in exchange time.</summary>
    /// <exception cref="ConfigurationException">The file cannot be read.</exception>
    /// <exception cref="DataUnfitException">A column is missing, or a row is malformed or repeated.</exception>
    public static IReadOnlyDictionary<DateOnly, TimeOnly> ReadEarlyCloses(string path)
    {
        var closes = new Dictionary<DateOnly, TimeOnly>();
        foreach (var row in CsvTable.Read(path, "date", "close", "reason"))
            if (!closes.TryAdd(row.Date(0), row.Time(1))) throw row.Duplicate($"early close {row.Values[0]}");
        return closes;
    }
}
