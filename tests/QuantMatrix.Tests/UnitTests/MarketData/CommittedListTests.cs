using QuantMatrix.MarketData.Calendar;
using QuantMatrix.MarketData.Constituents;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.MarketData;

public class CommittedListTests
{
    [Theory]
    [InlineData("sp500", "SP500", "2026-08-08", 503)]
    [InlineData("nasdaq100", "NASDAQ100", "2024-12-23", 101)]
    [InlineData("dow30", "DOW30", "2024-11-08", 30)]
    public void The_committed_constituents_are_complete(string file, string index, string asOf, int members)
    {
        var list = ConstituentFile.Read(Path.Combine(Fixtures.Repository, "data", "constituents", file + ".csv"));

        list.Index.ShouldBe(index);
        list.AsOf.ToString("yyyy-MM-dd", null).ShouldBe(asOf);
        list.Members.Count.ShouldBe(members);
        list.Members.Symbols().ShouldBe(list.Members.Symbols().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_committed_list_of_the_SP500_has_a_sector_and_an_industry_for_every_member()
    {
        var list = ConstituentFile.Read(Path.Combine(Fixtures.Repository, "data", "constituents", "sp500.csv"));
        list.Members.ShouldAllBe(m => m.Sector != null && m.Industry != null);
        list.Members.Select(m => m.Sector).Distinct().Count().ShouldBe(11);
        list.Members.ShouldContain(new IndexMember("AAPL", "Information Technology", "Technology Hardware, Storage & Peripherals") { Name = "Apple Inc." });
    }

    [Fact]
    public void Symbols_are_returned_in_canonical_form() =>
        Read("Symbol,INDEX,as_of\nbrk.b,sp500,2026-08-08\n").Members.ShouldBe([new("BRK-B")]);

    [Fact]
    public void Sector_and_industry_are_read_from_columns_that_a_list_may_have() =>
        Read("industry,index,symbol,as_of,sector\n\"Oil, Gas\",X,A,2026-08-08,Energy\n,X,B,2026-08-08, \n").Members
            .ShouldBe([new("A", "Energy", "Oil, Gas"), new("B")]);

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("index,symbol,as_of\n", ":1: found a header and no rows")]
    [InlineData("index,symbol\nX,AAPL\n", ":1: column as_of is missing; found index, symbol")]
    [InlineData("index,symbol,as_of\nX,Apple Computer Inc,2024-01-02\n", ":2: found symbol 'Apple Computer Inc'; expected a ticker")]
    [InlineData("index,symbol,as_of\nX,BRK-B,2024-01-02\nX,BRK.B,2024-01-02\n", ":3: duplicate member BRK-B; expected each once")]
    [InlineData("index,symbol,as_of\nX,A,2024-01-02\nY,B,2024-01-02\n", ":3: found index Y; expected X")]
    [InlineData("index,symbol,as_of\nX,A,2024-01-02\nX,B,2024-01-03\n", ":3: found as_of 2024-01-03; expected 2024-01-02")]
    [InlineData("index,symbol,as_of\nX,A,1/2/2024\n", ":2: found date '1/2/2024'; expected a date such as")]
    [InlineData("index,symbol,as_of\nX;Y,A,2024-01-02\n", ":2: found index 'X;Y'; expected a name such as SP500")]
    [InlineData("index,symbol,as_of\nX,A\n", ":2: found 2 fields; expected 3 as in the header")]
    public void A_malformed_list_is_rejected_with_file_and_line(string text, string fault) =>
        Should.Throw<DataUnfitException>(() => Read(text)).Message.ShouldContain("list.csv" + (fault[0] == ':' ? fault : ": " + fault));

    [Fact]
    public void A_missing_list_is_a_configuration_error() =>
        Should.Throw<ConfigurationException>(() => ConstituentFile.Read("no/such/list.csv")).Message.ShouldStartWith("no/such/list.csv: ");

    [Fact]
    public void A_duplicate_closure_is_rejected()
    {
        using var folder = new TemporaryFolder().With("closures.csv", "date,reason\n2012-10-29,\"Sandy, a hurricane\"\n2012-10-29,again\n");

        Should.Throw<DataUnfitException>(() => CalendarFiles.ReadClosures(folder.File("closures.csv")))
            .Message.ShouldContain("closures.csv:3: duplicate closure 2012-10-29; expected each once");
    }

    [Theory]
    [InlineData("2012-10-29,13:00,x\n2012-10-29,14:00,again\n", ":3: duplicate early close 2012-10-29; expected each once")]
    [InlineData("2012-10-29,1 pm,x\n", ":2: found time '1 pm'; expected a time such as 13:00")]
    public void A_malformed_early_close_is_rejected_with_file_and_line(string rows, string fault)
    {
        using var folder = new TemporaryFolder().With("closes.csv", "date,close,reason\n" + rows);

        Should.Throw<DataUnfitException>(() => CalendarFiles.ReadEarlyCloses(folder.File("closes.csv"))).Message.ShouldContain("closes.csv" + fault);
    }

    [Theory]
    [InlineData("FB,META,2022-06-09\nFB,META,2022-06-09\n", ":3: duplicate rename FB to META; expected each once")]
    [InlineData("BRK.B,BRK-B,2022-06-09\n", ":2: found BRK-B in both columns; expected two different tickers")]
    [InlineData("FB,META,soon\n", ":2: found date 'soon'")]
    public void A_malformed_rename_is_rejected_with_file_and_line(string rows, string fault)
    {
        using var folder = new TemporaryFolder().With("renames.csv", "from,to,date\n" + rows);

        Should.Throw<DataUnfitException>(() => RenameFile.Read(folder.File("renames.csv"))).Message.ShouldContain("renames.csv" + fault);
    }

    private static ConstituentFile Read(string text)
    {
        using var folder = new TemporaryFolder().With("list.csv", text);
        return ConstituentFile.Read(folder.File("list.csv"));
    }
}
