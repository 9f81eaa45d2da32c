using QuantMatrix.MarketData.Csv;

namespace QuantMatrix.MarketData.Calendar;

/// <summary>Sessions that ended early outside the rules, from <c>data/calendar/xnys_early_closes.csv</c> (date,close,reason), exchange time.</summary>
public static class EarlyCloseFile
{
    /// <exception cref="ConfigurationException">The file cannot be read.</exception>
    /// <exception cref="DataUnfitException">A column is missing, or a row is malformed or repeated.</exception>
    public static IReadOnlyDictionary<DateOnly, TimeOnly> Read(string path)
    {
        var closes = new SortedDictionary<DateOnly, TimeOnly>();
        foreach (var row in CsvTable.Read(path, "date", "close", "reason"))
            if (!closes.TryAdd(row.Date(0), row.Time(1))) throw row.Fault($"found {row.Values[0]} again; expected each session once");
        return closes;
    }
}
