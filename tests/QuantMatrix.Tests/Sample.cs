using System.Globalization;
using System.Text;
using QuantMatrix.Model;

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

    private static readonly Lazy<ILookup<string, Bar>> BySymbol = new(ReadBars);

    public static string Folder { get; } = Path.Combine(Fixtures.Repository, "data", "sample");

    public static string File { get; } = Path.Combine(Folder, "bars.csv");

    /// <summary>The bars of a symbol, without the broken row.</summary>
    public static IReadOnlyList<Bar> BarsOf(string symbol) => [.. BySymbol.Value[symbol]];

    /// <summary>One CSV with a symbol column from a folder of one CSV a symbol: sorted by symbol and date, prices in their shortest form.</summary>
    public static string Merge(string folder)
    {
        var text = new StringBuilder("symbol,date,open,high,low,close,volume\n");
        foreach (var file in Directory.GetFiles(folder, "*.csv").Order(StringComparer.Ordinal))
            foreach (var cells in System.IO.File.ReadLines(file).Skip(1).Select(line => line.Split(',')).OrderBy(row => row[0], StringComparer.Ordinal))
                text.Append(CultureInfo.InvariantCulture, $"{Path.GetFileNameWithoutExtension(file)},{cells[0]},")
                    .AppendJoin(',', cells[1..5].Select(Shortest)).Append(',').Append(cells[5]).Append('\n');
        return text.ToString();
    }

    private static ILookup<string, Bar> ReadBars() => System.IO.File.ReadLines(File).Skip(1).Select(line => line.Split(','))
        .Select(cells => (Symbol: cells[0], Bar: BarOf(cells))).Where(row => row.Bar.High >= row.Bar.Close && row.Bar.Low <= row.Bar.Close)
        .ToLookup(row => row.Symbol, row => row.Bar);

    private static Bar BarOf(string[] cells)
    {
        var prices = Array.ConvertAll(cells[2..6], price => double.Parse(price, CultureInfo.InvariantCulture));
        var day = Day.Of(DateOnly.Parse(cells[1], CultureInfo.InvariantCulture));
        return new Bar(day, prices[0], prices[1], prices[2], prices[3], double.NaN, long.Parse(cells[6], CultureInfo.InvariantCulture));
    }

    private static string Shortest(string price) =>
        price.Length == 0 ? "" : double.Parse(price, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
}
