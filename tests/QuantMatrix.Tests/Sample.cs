using System.Globalization;
using System.Text;

namespace QuantMatrix.Tests;

/// <summary>The real bars in <c>data/sample</c>: 49 symbols from 2013-02-08 to 2018-02-07 in one CSV.</summary>
internal static class Sample
{
    /// <summary>Bars that keep every rule; one more row is broken.</summary>
    public const int Bars = 60_540;

    /// <summary>A high below the close: CHK on 2014-06-30.</summary>
    public const int BrokenRows = 1;

    public const int Symbols = 49;

    /// <summary>Sessions of the whole span; SPY has a bar on each of them.</summary>
    public const int Sessions = 1259;

    public static string Folder { get; } = Path.Combine(Fixtures.Repository, "data", "sample");

    public static string File { get; } = Path.Combine(Folder, "bars.csv");

    /// <summary>One CSV with a symbol column from a folder of one CSV a symbol: sorted by symbol and date, prices in their shortest form.</summary>
    public static string Merge(string folder)
    {
        var text = new StringBuilder("symbol,date,open,high,low,close,volume\n");
        foreach (var file in Directory.GetFiles(folder, "*.csv").Order(StringComparer.Ordinal))
            foreach (var cells in System.IO.File.ReadLines(file).Skip(1).Select(line => line.Split(',')).OrderBy(cells => cells[0], StringComparer.Ordinal))
                text.Append(CultureInfo.InvariantCulture, $"{Path.GetFileNameWithoutExtension(file)},{cells[0]},")
                    .AppendJoin(',', cells[1..5].Select(Shortest)).Append(',').Append(cells[5]).Append('\n');
        return text.ToString();
    }

    private static string Shortest(string price) => price.Length == 0 ? "" : double.Parse(price, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
}
