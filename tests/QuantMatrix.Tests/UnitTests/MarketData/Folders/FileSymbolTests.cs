using QuantMatrix.MarketData.Replay;

namespace QuantMatrix.Tests.UnitTests.MarketData.Folders;

public class FileSymbolTests
{
    [Theory]
    [InlineData("AAPL.csv", "AAPL")]
    [InlineData("aapl.us.csv", "AAPL")]
    [InlineData("aapl.US.txt", "AAPL")]
    [InlineData("daily/brk-b.us.csv.gz", "BRK-B")]
    [InlineData("bars.zip/MSFT.csv", "MSFT")]
    [InlineData("BRK.B.csv", "BRK-B")]
    [InlineData("us.csv", "US")]
    [InlineData("ALL.csv", "ALL")]
    [InlineData("open.csv", "OPEN")]
    [InlineData("NASDAQ:TSLA.csv", "TSLA")]
    public void A_file_is_named_after_its_ticker(string name, string symbol) => FileSymbol.Of(File(name), out _).ShouldBe(symbol);

    [Theory]
    [InlineData("prices.csv")]
    [InlineData("Data.csv")]
    [InlineData("ohlcv.txt")]
    [InlineData("2025/daily.csv.gz")]
    [InlineData("stocks.us.csv")]
    [InlineData("EOD.csv")]
    public void A_word_for_the_content_is_not_a_ticker(string name)
    {
        FileSymbol.Of(File(name), out var fault).ShouldBeNull();
        fault.ShouldEndWith("describes the content and there is no column symbol; expected a name such as AAPL.csv, or a column symbol");
    }

    [Theory]
    [InlineData("all_stocks_5yr.csv")]
    [InlineData("my prices.csv")]
    [InlineData("daily_AAPL.csv")]
    public void Any_other_name_is_not_a_ticker(string name)
    {
        FileSymbol.Of(File(name), out var fault).ShouldBeNull();
        fault.ShouldContain("is not a ticker and there is no column symbol");
    }

    [Theory]
    [InlineData("AAPL.US", "AAPL")]
    [InlineData("aapl us", "AAPL")]
    [InlineData("AAPL US Equity", "AAPL")]
    [InlineData("NYSE:BRK.B", "BRK-B")]
    [InlineData(" MSFT ", "MSFT")]
    public void A_cell_may_state_the_country_or_the_exchange(string cell, string symbol)
    {
        FileSymbol.TryCanonical(cell, out var found).ShouldBeTrue();
        found.ShouldBe(symbol);
    }

    [Theory]
    [InlineData("XETR:SAP")]
    [InlineData(".US")]
    [InlineData("Apple, Inc.")]
    public void Another_place_or_a_company_is_not_a_ticker(string cell) => FileSymbol.TryCanonical(cell, out _).ShouldBeFalse();

    /// <summary>Never a company called PRICES, nor one called Apple in the file of another.</summary>
    [Theory]
    [InlineData("prices.csv", "Ticker,AAPL MSFT", "AAPL MSFT")]
    [InlineData("prices.csv", "Name,AAPL AAPL", "AAPL")]
    [InlineData("AAPL.csv", "Name,Apple Apple", "AAPL")]
    [InlineData("AAPL.csv", "Name,APPLE APPLE", "AAPL")]
    [InlineData("AAPL.csv", "name,Apple Tesla", "AAPL")]
    [InlineData("AAPL.csv", "code,X Y", "X Y")]
    [InlineData("prices.csv", "Name,Apple Tesla", "")]
    [InlineData("prices.csv", "sector,Tech Tech", "")]
    public async Task The_column_or_the_name_of_the_file_gives_the_symbol(string file, string column, string symbols)
    {
        var (name, values) = (column.Split(',')[0], column.Split(',')[1].Split(' '));
        using var folder = new TemporaryFolder()
            .With(file, $"date,{name},open,high,low,close,volume\n2024-03-04,{values[0]},10,12,9,11,100\n2024-03-05,{values[1]},10,12,9,11,100\n")
            .With("ZZZ.csv", TemporaryFolder.Header + TemporaryFolder.GoodRow);

        (await Truth.LoadAsync(folder)).Symbols.ShouldBe([.. symbols.Split(' ', StringSplitOptions.RemoveEmptyEntries), "ZZZ"]);
    }

    private static BarFile File(string name) => new("/nowhere/" + name, name);
}
