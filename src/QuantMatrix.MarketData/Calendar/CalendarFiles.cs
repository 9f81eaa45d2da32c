using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Calendar;

/// <summary>The exchange's calendar: the rules of the code with the exceptions of the committed files.</summary>
public static class CalendarFiles
{
    /// <param name="home">The project's root.</param>
    /// <exception cref="ConfigurationException">A file cannot be read.</exception>
    /// <exception cref="DataUnfitException">A file is malformed.</exception>
    public static SessionCalendar Read(string home) =>
        new(ClosureFile.Read(Path.Combine(home, "data", "calendar", "xnys_closures.csv")), EarlyCloseFile.Read(Path.Combine(home, "data", "calendar", "xnys_early_closes.csv")));
}
