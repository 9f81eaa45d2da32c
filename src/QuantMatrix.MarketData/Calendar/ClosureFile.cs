using QuantMatrix.MarketData.Csv;

namespace QuantMatrix.MarketData.Calendar;

/// <summary>Days the exchange stayed closed for another reason than its yearly holidays, from <c>data/calendar/xnys_closures.csv</c> (date,reason).</summary>
public static class ClosureFile
{
    /// <summary>The closures, oldest first.</summary>
    /// <exception cref="ConfigurationException">The file cannot be read.</exception>
    /// <exception cref="DataUnfitException">A column is missing, or a date is malformed or listed twice.</exception>
    public static IReadOnlyList<DateOnly> Read(string path)
    {
        var closures = new SortedSet<DateOnly>();
        foreach (var row in CsvTable.Read(path, "date", "reason"))
            if (!closures.Add(row.Date(0))) throw row.Fault($"found {row.Values[0]} again; expected each closure once");
        return [.. closures];
    }
}
