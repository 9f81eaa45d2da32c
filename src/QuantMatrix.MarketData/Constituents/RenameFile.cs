using QuantMatrix.MarketData.Csv;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Constituents;

/// <summary>Tickers that companies changed, from <c>data/constituents/renames.csv</c> (from,to,date).</summary>
public static class RenameFile
{
    /// <exception cref="ConfigurationException">The file cannot be read.</exception>
    /// <exception cref="DataUnfitException">A column is missing, or a row is malformed or repeated.</exception>
    public static IReadOnlyList<Rename> Read(string path)
    {
        var renames = new List<Rename>();
        foreach (var row in CsvTable.Read(path, "from", "to", "date"))
        {
            var rename = new Rename(row.Symbol(0), row.Symbol(1), row.Date(2));
            if (rename.From == rename.To) throw row.Fault($"found {rename.From} twice; expected another ticker");
            if (renames.Contains(rename)) throw row.Fault($"found {rename.From} to {rename.To} again; expected each rename once");
            renames.Add(rename);
        }
        return renames;
    }
}
