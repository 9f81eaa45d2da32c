using QuantMatrix.Broker.Flex.Reader;
using QuantMatrix.Model;
using static QuantMatrix.Tests.UnitTests.Broker.FlexXml;

namespace QuantMatrix.Tests.UnitTests.Broker;

/// <summary>Dates like 05/12/2025 are read in the order that all evidence agrees with, or refused.</summary>
public class SlashDatesTests
{
    private const string Order = "yyyy-MM-dd";

    /// <summary>From, to, generated, booking dates, today, and the last day as it must be read; null for a refusal.</summary>
    public static TheoryData<string, string, string, string, string, string?> Cases => new()
    {
        // a number above 12 in one date decides for all
        { "13/11/2025", "05/12/2025", "06/12/2025", "", "2027-01-01", "2025-12-05" },
        { "11/13/2025", "12/05/2025", "12/06/2025", "", "2027-01-01", "2025-12-05" },
        { "05/12/2025", "05/12/2025", "05/12/2025", "25/11/2025", "2027-01-01", "2025-12-05" },
        { "05/12/2025", "05/12/2025", "05/12/2025", "11/25/2025", "2027-01-01", "2025-05-12" },
        { "05/12/2025", "05/12/2025", "05/12/2025", "25/11/2025 11/25/2025", "2027-01-01", null },
        // generated the day after
        { "05/12/2025", "05/12/2025", "06/12/2025", "", "2027-01-01", "2025-12-05" },
        { "12/05/2025", "12/05/2025", "12/06/2025", "", "2027-01-01", "2025-12-05" },
        { "05/12/25", "05/12/25", "06/12/25", "", "2027-01-01", "2025-12-05" },
        // generated today
        { "05/12/2025", "05/12/2025", "05/12/2025", "", "2025-12-05", "2025-12-05" },
        { "05/12/2025", "05/12/2025", "05/12/2025", "", "2025-05-13", "2025-05-12" },
        { "05/12/2025", "05/12/2025", "05/12/2025", "", "2025-12-25", "2025-12-05" },
        // the last day cannot be after the statement was generated, nor this in the future
        { "03/04/2025", "03/04/2025", "04/03/2025", "", "2027-01-01", "2025-03-04" },
        { "05/12/2025", "05/12/2025", "05/12/2025", "", "2025-09-01", "2025-05-12" },
        // nothing decides, or two signs contradict each other
        { "05/12/2025", "05/12/2025", "05/12/2025", "", "2027-01-01", null },
        { "05/06/2025", "05/06/2025", "05/07/2025", "", "2025-07-05", null },
        // the same day in either order
        { "05/05/2025", "05/05/2025", "05/05/2025", "", "2027-01-01", "2025-05-05" },
        // a header without slashes shows the order of the rows
        { "20251205", "20251205", "20251206", "05/12/2025", "2027-01-01", "2025-12-05" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_order_is_the_one_that_all_evidence_agrees_with(string from, string to, string generated, string bookings, string today, string? last)
    {
        var trades = bookings.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((b, i) => Trade(b, 1, "AAA", "1", $"t{i}"));
        var statement = Read(today, Period("U1", from, to, $"{generated};020000", Trades([.. trades]))).Report.Statements[0];
        if (last is null) statement.Fault.ShouldNotBeNull().IsQuery.ShouldBeFalse();
        else (statement.Fault, statement.To.ToString(Order, null)).ShouldBe((null, last));
    }

    [Fact]
    public void Every_date_of_the_statement_is_read_in_the_same_order() =>
        Read("2027-01-01", Period("U1", "05/12/2025", "05/12/2025", "06/12/2025;020000", Trades(Trade("05/12/2025", 1, "AAA", "1", "t1"))))
            .Lines("trades", "trade_date", "date_time", "report_date", "generated_at")
            .ShouldBe(["2025-12-05|2025-12-05 10:15:00|2025-12-05|2025-12-06 02:00:00"]);

    [Fact]
    public void The_message_of_a_refusal_names_a_date_and_the_remedy() =>
        Read("2027-01-01", Period("U1", "05/12/2025", "05/12/2025", "05/12/2025;020000")).Report.Statements[0].Fault.ShouldBe(new StatementFault(
            "dates like 05/12/2025 can be read as month/day and as day/month, and the statement does not show which; "
            + "choose the date format yyyyMMdd in the query",
            IsQuery: false));

    [Theory]
    [InlineData("06/12/2025;020000", "2025-12-05")]
    [InlineData("05/13/2025;020000", "2025-05-12")]
    public void A_statement_without_evidence_takes_the_order_of_the_others_of_its_report(string generated, string last) =>
        Read("2027-01-01", Period("U1", "05/12/2025", "05/12/2025", "05/12/2025;020000"), Period("U2", "05/12/2025", "05/12/2025", generated))
            .Report.Statements.Select(s => (s.Fault, s.To.ToString(Order, null))).ShouldBe([(null, last), (null, last)]);

    private static FlexSheet Read(string today, params string[] statements) =>
        FlexSheet.Of(Document(statements), DateOnly.ParseExact(today, Order, null));
}
