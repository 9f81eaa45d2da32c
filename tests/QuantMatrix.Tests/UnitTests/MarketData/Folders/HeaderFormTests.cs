using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.MarketData.Folders;

public class HeaderFormTests
{
    /// <summary>Each file holds the bar of 2024-03-04: open 10, high 12, low 9, close 11, volume 100.</summary>
    [Theory]
    [InlineData("AAPL", "Date;Open;High;Low;Close;Volume\n2024-03-04;10;12;9;11;100\n")]
    [InlineData("AAPL", "date\topen\thigh\tlow\tclose\tvolume\n2024-03-04\t10\t12\t9\t11\t100\n")]
    [InlineData("AAPL", "date|open|high|low|close|volume\n2024-03-04|10|12|9|11|100\n")]
    [InlineData("AAPL", "sep=;\nDate;Open;High;Low;Close;Volume\n04.03.2024;10,0;12,0;9,0;11,0;100\n15.03.2024;x;;;;\n")]
    [InlineData("AAPL", "Price,Close,High,Low,Open,Volume\nTicker,AAPL,AAPL,AAPL,AAPL,AAPL\nDate,,,,,\n2024-03-04,11,12,9,10,100\n")]
    [InlineData("AAPL", ",Close,High,Low,Open,Volume\n,AAPL,AAPL,AAPL,AAPL,AAPL\nDate,,,,,\n2024-03-04,11,12,9,10,100\n")]
    [InlineData("AAPL MSFT", "Price,Close,Close,High,High,Low,Low,Open,Open,Volume,Volume\nTicker,AAPL,MSFT,AAPL,MSFT,AAPL,MSFT,AAPL,MSFT,AAPL,MSFT\n"
        + "Date,,,,,,,,,,\n2024-03-04,11,11,12,12,9,9,10,10,100,100\n")]
    [InlineData("AAPL BRK-B", "Ticker,AAPL,AAPL,AAPL,AAPL,AAPL,BRK-B,BRK-B,BRK-B,BRK-B,BRK-B\nPrice,Open,High,Low,Close,Volume,Open,High,Low,Close,Volume\n"
        + "Date,,,,,,,,,,\n2024-03-04,10,12,9,11,100,10,12,9,11,100\n2024-03-05,,,,,,,,,,\n")]
    [InlineData("AAPL", "\"Index\",\"AAPL.Open\",\"AAPL.High\",\"AAPL.Low\",\"AAPL.Close\",\"AAPL.Volume\",\"AAPL.Adjusted\"\n"
        + "2024-03-04,10,12,9,11,100,\n")]
    [InlineData("BRK-B", "Date,BRK.B.Open,BRK.B.High,BRK.B.Low,BRK.B.Close,BRK.B.Volume\n2024-03-04,10,12,9,11,100\n")]
    [InlineData("AAPL", "Date,\"('Close', 'AAPL')\",\"('High', 'AAPL')\",\"('Low', 'AAPL')\",\"('Open', 'AAPL')\",\"('Volume', 'AAPL')\"\n"
        + "2024-03-04,11,12,9,10,100\n")]
    [InlineData("AAPL", "<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>,<OPENINT>\nAAPL.US,D,20240304,000000,10,12,9,11,100,0\n")]
    [InlineData("AAPL", "AAPL,D,20240304,000000,10,12,9,11,100,0\n")]
    [InlineData("AAPL", "AAPL,20240304,10,12,9,11,100\n")]
    [InlineData("MSFT", "date,act_symbol,open,high,low,close,volume\n2024-03-04,MSFT,10,12,9,11,100\n")]
    [InlineData("AAPL MSFT", "date,open,high,low,close,volume,Name\n2024-03-04,10,12,9,11,100,AAPL\n2024-03-04,10,12,9,11,100,MSFT\n")]
    [InlineData("AAPL", "Date,Close/Last,Volume,Open,High,Low\n03/04/2024,$11.00,100,$10.00,$12.00,$9.00\n03/15/2024,,,,,\n")]
    [InlineData("AAPL", "\"Date\",\"Price\",\"Open\",\"High\",\"Low\",\"Vol.\",\"Change %\"\n"
        + "\"Mar 04, 2024\",\"11.00\",\"10.00\",\"12.00\",\"9.00\",\"0.1K\",\"1%\"\n")]
    [InlineData("AAPL", "t,o,h,l,c,v,vw,n\n1709528400000,10,12,9,11,100,10.5,7\n")]
    [InlineData("AAPL", ",1. open,2. high,3. low,4. close,5. volume\n2024-03-04,10,12,9,11,100\n")]
    [InlineData("AAPL", "Symbol,Date,Open,High,Low,Close,Volume\nNASDAQ:AAPL,2024-03-04T00:00:00-05:00,10,12,9,11,100\n")]
    public async Task A_header_in_any_common_form_is_understood(string symbols, string text)
    {
        using var folder = new TemporaryFolder().With("aapl.us.csv", text);
        var loaded = await Truth.LoadAsync(folder);

        loaded.Symbols.ShouldBe(symbols.Split(' '));
        foreach (var symbol in loaded.Symbols)
            Truth.Of(loaded, symbol).ShouldBe([new Bar(Day.Of(new(2024, 3, 4)), 10, 12, 9, 11, double.NaN, 100)]);
    }

    [Theory]
    [InlineData("date,open,high,low,close,volume,open\r2024-03-04,10,12,9,11,100,10\r", 1, "column open occurs twice; found date, open")]
    [InlineData("2024-03-04,10,12,9,11,100\n", 1, "column date is missing")]
    [InlineData("AAPL,5,20240304,093000,10,12,9,11,100,0\n", 1, "column date is missing")]
    [InlineData("<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>\nAAPL,60,20240304,100000,10,12,9,11,100\n", 0,
        "line 2: period '60'; expected D, daily bars")]
    [InlineData("Price,Close,High,Low,Open\nTicker,AAPL,AAPL,AAPL,AAPL\n", 1, "column date is missing")]
    [InlineData("Date,A.Open,A.High,A.Low,A.Close,A.Volume,B.Open\n", 1, "columns of B: column high is missing")]
    [InlineData("date;open;high;low;close;volume\n2024-03-04;1,234;1,300;1,200;1,250;100\n", 0, "numbers are ambiguous: the comma of line 2 '1,234'")]
    [InlineData("date,open,high,low,close,volume\n04/03/2024,10,12,9,11,100\n", 0, "dates are ambiguous: line 2 '04/03/2024' is 4 March 2024")]
    public async Task What_is_not_understood_is_refused_with_the_reason(string text, int line, string reason)
    {
        using var folder = new TemporaryFolder().With("AAPL.csv", text).With("MSFT.csv", TemporaryFolder.Header + TemporaryFolder.GoodRow);
        var loaded = await Truth.LoadAsync(folder);

        loaded.Symbols.ShouldBe(["MSFT"]);
        var row = loaded.Rejected.ShouldHaveSingleItem();
        (row.File, row.Line).ShouldBe(("AAPL.csv", line));
        row.Reason.ShouldContain(reason);
    }

    [Fact]
    public async Task Rows_of_several_prices_for_a_session_are_intraday_bars_or_several_symbols()
    {
        var rows = string.Concat(Truth.Walk(1, 12).SelectMany(b => new[] { 10, 20, 30 }.Select(p => $"{Day.Text(b.Day)},{p},{p + 2},{p - 1},{p},100\n")));
        using var folder = new TemporaryFolder().With("ABC.csv", TemporaryFolder.Header + rows)
            .With("MSFT.csv", TemporaryFolder.Header + TemporaryFolder.GoodRow);
        var loaded = await Truth.LoadAsync(folder);

        loaded.Symbols.ShouldBe(["MSFT"]);
        loaded.Rejected.ShouldHaveSingleItem().Reason
            .ShouldStartWith("24 rows of 36 have the session of an earlier row and other values, first line 3 and line 2");
    }

    [Fact]
    public async Task Equal_rows_twice_cost_the_second_ones_only()
    {
        var rows = string.Concat(Truth.Walk(1, 12).Select(b => $"{Day.Text(b.Day)},10,12,9,11,100\n"));
        using var folder = new TemporaryFolder().With("ABC.csv", TemporaryFolder.Header + rows + rows);
        var loaded = await Truth.LoadAsync(folder);

        (loaded.Bars.Count, loaded.Rejected.Count).ShouldBe((12, 12));
    }

    [Fact]
    public async Task A_later_row_in_another_form_makes_the_whole_file_decide()
    {
        var rows = string.Concat(Truth.Walk(1, 100).Select(b => $"{Day.Text(b.Day)},990,998,980,991,100\n"));
        using var folder = new TemporaryFolder().With("ABC.csv", TemporaryFolder.Header + "12/31/2024,\"1,001.5\",\"1,003.25\",999.5,\"1,002\",\"1,234\"\n"
            + rows.Replace("2024-12-31", "2024-12-25", StringComparison.Ordinal) + "12/30/2023,1,1,1,1,1\n12/29/2023,1,1,1,1,1\n");
        var loaded = await Truth.LoadAsync(folder);

        Truth.Of(loaded, "ABC").ShouldContain(new Bar(Day.Of(new(2024, 12, 31)), 1001.5, 1003.25, 999.5, 1002, double.NaN, 1234));
        loaded.Bars.Count.ShouldBe(102);
    }
}
