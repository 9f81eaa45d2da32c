using System.Globalization;
using System.Text;
using QuantMatrix.MarketData.Parsing;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.MarketData.Folders;

public class SplitAdjustmentTests
{
    private static readonly List<Bar> Bars = Truth.Walk(7, 60, 80);

    /// <summary>Each file has the prices as traded: those before row 40 are on the old basis.</summary>
    [Theory]
    [InlineData("timestamp,open,high,low,close,adjusted_close,volume,dividend_amount,split_coefficient", "4", 4.0, true)] // Alpha Vantage
    [InlineData("date,open,high,low,close,adjusted_close,volume,divCash,splitFactor", "4.0", 4.0, true)] // Tiingo
    [InlineData("Date,Open,High,Low,Close,Adj Close,Volume,Dividends,Stock Splits", "1.5", 1.5, true)]
    [InlineData("Date,Open,High,Low,Close,Adj Close,Volume,Dividends,Split", "1:10", 0.1, true)]
    [InlineData("date,open,high,low,close,adjusted_close,volume,dividend,split_factor", "1.05", 1.05, true)] // too small to be seen
    [InlineData("Date,Open,High,Low,Close,Adjusted_close,Volume,note,other", "", 3.0, false)] // EODHD: implied by the adjusted close, volumes adjusted
    public async Task A_stated_split_adjusts_the_prices_that_jump_by_it(string header, string split, double factor, bool adjustsVolume)
    {
        using var folder = new TemporaryFolder().With("AAPL.csv", File(header, split, factor));
        var loaded = await Truth.LoadAsync(folder);
        var found = Truth.Of(loaded, "AAPL");

        found.Select(b => Math.Round(b.Close, 6)).ShouldBe(Bars.Select(b => b.Close));
        found.Select(b => Math.Round(b.Open, 6)).ShouldBe(Bars.Select(b => b.Open));
        found[39].Volume.ShouldBe(adjustsVolume ? (long)Math.Round(Bars[39].Volume * factor, MidpointRounding.ToEven) : Bars[39].Volume);
        found[40].ShouldBe(Bars[40] with { AdjClose = Bars[40].Close });
        loaded.Splits.ShouldHaveSingleItem().ShouldEndWith($"on {Day.Text(Bars[40].Day)}");
    }

    [Theory]
    [InlineData("Stock Splits", "4")]
    [InlineData("Stock Splits", "1.05")]
    [InlineData("split_coefficient", "4")]
    [InlineData("split_coefficient", "0")]
    [InlineData("split_coefficient", "n/a")]
    public async Task Prices_that_do_not_jump_are_adjusted_already(string column, string split)
    {
        using var folder = new TemporaryFolder().With("AAPL.csv", File($"Date,Open,High,Low,Close,Adj Close,Volume,Dividends,{column}", split, 1));
        var loaded = await Truth.LoadAsync(folder);

        Truth.Of(loaded, "AAPL").ShouldBe(Bars.Select(b => b with { AdjClose = b.Close }));
        loaded.Splits.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_jump_without_a_stated_split_stays()
    {
        using var folder = new TemporaryFolder().With("AAPL.csv", File("Date,Open,High,Low,Close,extra,Volume,Dividends,note", "", 4));

        Truth.Of(await Truth.LoadAsync(folder), "AAPL")[39].Close.ShouldBe(Bars[39].Close * 4, 1e-6);
    }

    [Fact]
    public async Task The_row_of_a_split_counts_even_when_its_bar_is_invalid_and_older_bars_may_be_in_another_file()
    {
        var lines = File("Date,Open,High,Low,Close,extra,Volume,Dividends,splitFactor", "4", 4).Split('\n');
        lines[41] = lines[41].Replace($",{Bars[40].High},", ",1,", StringComparison.Ordinal);
        using var folder = new TemporaryFolder().With("AAPL.csv", string.Join('\n', lines[..1].Concat(lines[31..])));
        Directory.CreateDirectory(folder.File("old"));
        folder.With("old/AAPL.csv", string.Join('\n', lines[..31]));
        var found = Truth.Of(await Truth.LoadAsync(folder), "AAPL");

        found.Select(b => Math.Round(b.Close, 6)).ShouldBe(Bars.Where((_, i) => i != 40).Select(b => b.Close));
    }

    [Theory]
    [InlineData("4.0", 4.0, "4:1")] // 4,0 in the file
    [InlineData("2.5", 2.5, "5:2")]
    [InlineData("1:8", 0.125, "1:8")]
    public async Task A_stated_split_has_the_decimal_mark_of_the_prices(string split, double factor, string ratio)
    {
        var text = File("Date,Open,High,Low,Close,extra,Volume,Dividends,Split", split, factor).Replace(',', ';').Replace('.', ',');
        using var folder = new TemporaryFolder().With("AAPL.csv", text);
        var loaded = await Truth.LoadAsync(folder);

        Truth.Of(loaded, "AAPL").Select(b => Math.Round(b.Close, 6)).ShouldBe(Bars.Select(b => b.Close));
        loaded.Splits.ShouldBe([$"AAPL {ratio} on {Day.Text(Bars[40].Day)}"]);
    }

    [Theory]
    [InlineData("4", 4.0)]
    [InlineData("4.0000", 4.0)]
    [InlineData("3:2", 1.5)]
    [InlineData("1/10", 0.1)]
    [InlineData("1", null)]
    [InlineData("0.0", null)]
    [InlineData("", null)]
    [InlineData("4:0", null)]
    [InlineData("-4", null)]
    [InlineData("four", null)]
    public void A_split_is_a_factor_or_a_ratio(string text, double? factor) =>
        (SplitText.TryParse(Encoding.UTF8.GetBytes(text), out var found) ? found : (double?)null).ShouldBe(factor);

    /// <summary>The bars with prices multiplied and volumes divided by the factor before row 40, which states the split.</summary>
    private static string File(string header, string split, double factor)
    {
        var text = new StringBuilder(header).Append('\n');
        for (var i = 0; i < Bars.Count; i++)
        {
            var (bar, old) = (Bars[i], i < 40 ? factor : 1);
            var prices = new[] { bar.Open * old, bar.High * old, bar.Low * old, bar.Close * old, bar.Close }.Select(Price);
            var stated = i == 40 ? split : header.EndsWith("Splits", StringComparison.Ordinal) ? "0.0" : "1";
            text.Append(CultureInfo.InvariantCulture, $"{Day.Text(bar.Day)},{string.Join(',', prices)},{bar.Volume},0,{stated}\n");
        }
        return text.ToString();
    }

    private static string Price(double price) => price.ToString("R", CultureInfo.InvariantCulture);
}
