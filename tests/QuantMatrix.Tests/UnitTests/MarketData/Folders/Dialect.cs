using System.Globalization;
using System.IO.Compression;
using System.Text;
using CsCheck;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.MarketData.Folders;

/// <summary>One way to write a file of bars.</summary>
internal sealed record Dialect(char Delimiter, bool DecimalComma, string Thousands, string Dates, string Header, string LineEnd, string Packing, bool Shuffled)
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    private static readonly string[] DateForms =
    [
        "yyyy-MM-dd", "yyyyMMdd", "yyyy/M/d", "dd/MM/yyyy", "d.M.yyyy", "MM/dd/yyyy", "M/d/yy", "dd-MM-yy", "dd-MMM-yyyy", "MMM d, yyyy",
        "yyyy-MM-ddT00:00:00Z", "epoch s", "epoch ms", "epoch ns",
    ];

    public static Gen<Dialect> Any { get; } = Gen.Select(
        Gen.OneOf(',', ';', '\t', '|'), Gen.Bool, Gen.OneOf("", ".", " ", "'"), Gen.OneOf(DateForms),
        Gen.OneOf("lower", "Title", "<UPPER>", "yfinance", "quantmod", "preamble"), Gen.OneOf("\n", "\r\n", "\r"),
        Gen.OneOf("", "gzip", "zip", "UTF-16", "BOM"), Gen.Bool,
        (delimiter, comma, thousands, dates, header, lines, packing, shuffled) =>
            new Dialect(delimiter, comma, thousands == "." && !comma ? "," : thousands, dates, header, lines, packing, shuffled));

    /// <summary>Writes the bars of AAPL.</summary>
    public void Write(TemporaryFolder folder, IReadOnlyList<Bar> bars, int seed)
    {
        var rows = bars.Select(Row).ToArray();
        if (Shuffled) new Random(seed).Shuffle(rows);
        var text = string.Join(LineEnd, [.. HeaderLines(), .. rows, ""]);
        var bytes = Packing switch
        {
            "UTF-16" => [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)],
            "BOM" => [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(text)],
            _ => Encoding.UTF8.GetBytes(text),
        };
        if (Packing == "zip") Zip(folder.File("export.zip"), bytes);
        else if (Packing == "gzip") Gzip(folder.File("aapl.us.csv.gz"), bytes);
        else File.WriteAllBytes(folder.File("aapl.us.txt"), bytes);
    }

    private string[] HeaderLines() => Header switch
    {
        "yfinance" =>
        [
            Line("Price", "Close", "High", "Low", "Open", "Volume"), Line("Ticker", "AAPL", "AAPL", "AAPL", "AAPL", "AAPL"), Line("Date", "", "", "", "", ""),
        ],
        "quantmod" => [Line("Index", "AAPL.Open", "AAPL.High", "AAPL.Low", "AAPL.Close", "AAPL.Volume")],
        "preamble" => ["# exported by a program", "", Line("date", "open", "high", "low", "close", "volume")],
        "<UPPER>" => [Line("<DATE>", "<OPEN>", "<HIGH>", "<LOW>", "<CLOSE>", "<VOL>")],
        "Title" => [Line("Date", "Open", "High", "Low", "Close", "Volume")],
        _ => [Line("date", "open", "high", "low", "close", "volume")],
    };

    private string Row(Bar bar)
    {
        string[] prices = [Number(bar.Open, 2), Number(bar.High, 2), Number(bar.Low, 2), Number(bar.Close, 2)];
        if (Header == "yfinance") prices = [prices[3], prices[1], prices[2], prices[0]];
        return Line([DateText(Day.Date(bar.Day)), .. prices, Number(bar.Volume, 0)]);
    }

    private string Line(params string[] cells) => string.Join(Delimiter, cells.Select(c => c.Contains(Delimiter) ? $"\"{c}\"" : c));

    private string Number(double value, int decimals)
    {
        var text = value.ToString((Thousands.Length > 0 ? "N" : "F") + decimals, Culture);
        var marks = text.Split('.');
        return marks[0].Replace(",", Thousands, StringComparison.Ordinal) + (marks.Length > 1 ? (DecimalComma ? "," : ".") + marks[1] : "");
    }

    private string DateText(DateOnly date)
    {
        var midnight = new DateTimeOffset(date, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeSeconds();
        return Dates switch
        {
            "epoch s" => midnight.ToString(Culture),
            "epoch ms" => (midnight * 1_000).ToString(Culture),
            "epoch ns" => (midnight * 1_000_000_000).ToString(Culture),
            "yyyy-MM-ddT00:00:00Z" => date.ToString("yyyy-MM-dd", Culture) + "T00:00:00Z",
            _ => date.ToString(Dates, Culture),
        };
    }

    private static void Gzip(string path, byte[] bytes)
    {
        using var file = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        file.Write(bytes);
    }

    private static void Zip(string path, byte[] bytes)
    {
        using var archive = ZipFile.Open(path, ZipArchiveMode.Create);
        using var entry = archive.CreateEntry("daily/AAPL.csv").Open();
        entry.Write(bytes);
    }
}
