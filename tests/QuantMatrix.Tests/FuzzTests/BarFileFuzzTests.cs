using QuantMatrix.Lake;
using QuantMatrix.MarketData.Calendar;
using QuantMatrix.MarketData.Replay;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.FuzzTests;

/// <summary>Damaged files of bars: every row is a valid bar with prices of the file, or is rejected with its line.</summary>
[Trait("class", "slow")]
public sealed class BarFileFuzzTests : IDisposable
{
    private static readonly DateOnly Today = new(2025, 6, 30);
    private static readonly BarRules Rules = new(Today);
    private static readonly SessionCalendar Calendar = CalendarFiles.Read(Fixtures.Repository);

    private static readonly string[] Tokens =
    [
        ",", ";", "\t", "\"", "\n", "\r", "\0", "date", "Date,Open,High,Low,Close,Adj Close,Volume", "symbol", "volume", "<CLOSE>", "split", "2024-03-04",
        "04/03/2024", "20240304", "1709510400", "Mar 4, 2024", "2024-02-30", "31/12/9999", "\uFEFF", "#", "AAPL", "BRK.B", "..", "1.5,2.5", "12K", "$",
    ];

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public Task Text_files_give_valid_bars_of_their_own_numbers() =>
        new Fuzzer("csv", Fuzzer.Corpus("csv"), Tokens).RunAsync(Fuzzer.Inputs(2_000), bytes => Load("AAPL.csv", bytes, new(bytes)));

    [Fact]
    public Task Parquet_files_give_valid_bars() =>
        new Fuzzer("parquet", Fuzzer.Corpus("parquet"), ["PAR1", "\0\0\0", "\u0015\u0000", "AAPL"])
            .RunAsync(Fuzzer.Inputs(200), bytes => Load("AAPL.parquet", bytes, null));

    private string? Load(string name, byte[] bytes, WrittenNumbers? numbers)
    {
        File.WriteAllBytes(folder[name], bytes);
        var options = new ReplayOptions { Folder = folder.Path, Today = Today, Workers = 1, Calendar = Calendar, OpenParquet = ParquetFile.Read };
        try
        {
            var loaded = ReplayFolder.LoadAsync(options, CancellationToken.None).GetAwaiter().GetResult();
            return loaded.InputRows != loaded.Bars.Count + loaded.Rejected.Count ? $"{loaded.InputRows} rows, {loaded.Bars.Count} bars"
                : loaded.Rejected.FirstOrDefault(r => r.Reason.Length == 0 || r.File != name) is { } row ? $"rejected without a reason or file: {row}"
                : Fault(loaded.Bars, loaded.Splits.Count > 0 ? null : numbers);
        }
        catch (DataUnfitException e) when (e.Message.Contains(name, StringComparison.Ordinal))
        {
            return null;
        }
    }

    /// <param name="bars">Accepted bars.</param>
    /// <param name="numbers">Those of the file; null where prices are computed from them.</param>
    internal static string? Fault(Bars bars, WrittenNumbers? numbers, BarRules? rules = null, double tolerance = 0)
    {
        for (var s = 0; s < bars.Symbols.Count; s++)
            for (var i = bars.Starts[s]; i < bars.Starts[s + 1]; i++)
            {
                var bar = new Bar(bars.Days[i], bars.Open[i], bars.High[i], bars.Low[i], bars.Close[i], bars.AdjClose[i], bars.Volume[i]);
                if ((rules ?? Rules).Fault(bar) is { } fault) return $"accepted {bar}: {fault}";
                if (i > bars.Starts[s] && bars.Days[i] <= bars.Days[i - 1]) return $"accepted {bar} after {Day.Text(bars.Days[i - 1])}";
                double[] prices = [bar.Open, bar.High, bar.Low, bar.Close];
                if (numbers is not null && prices.Any(p => !numbers.Has(p, tolerance))) return $"not in the text: {bar}";
            }
        return null;
    }
}
