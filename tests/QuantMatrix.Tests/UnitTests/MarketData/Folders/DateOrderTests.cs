using System.Text;
using QuantMatrix.MarketData.Parsing;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.MarketData.Folders;

public class DateOrderTests
{
    /// <summary>All dates of a file, today 2025-06-30: 2025-01-20 was a holiday, 2025-03-01, -04-05 and -05-04 fell on weekends.</summary>
    [Theory]
    [InlineData("13/01/2025", nameof(DateOrder.DayFirst))]
    [InlineData("01/13/2025", nameof(DateOrder.MonthFirst))]
    [InlineData("02/01/2025 03/01/2025 13/01/2025", nameof(DateOrder.DayFirst))]
    [InlineData("1.2.2025 28.2.2025", nameof(DateOrder.DayFirst))]
    [InlineData("02-03-25 02-28-25", nameof(DateOrder.MonthFirst))]
    [InlineData("99/02/03 00/02/28", nameof(DateOrder.YearFirst))]
    [InlineData("2025-01-13 20250114 1736812800", nameof(DateOrder.Unknown))]
    [InlineData("03/03/2025 04/03/2025 05/03/2025 06/03/2025 07/03/2025 10/03/2025 12/03/2025", nameof(DateOrder.DayFirst))] // else 3 Aug, Sep, Oct …: future
    [InlineData("02/03/2025 02/04/2025 02/05/2025 02/06/2025 02/07/2025 02/10/2025 02/12/2025", nameof(DateOrder.MonthFirst))]
    public void All_dates_of_a_file_decide_the_order(string dates, string order)
    {
        Evidence(dates).Fault(DateOrder.Unknown, out var found).ShouldBeNull();
        found.ToString().ShouldBe(order);
    }

    [Theory]
    [InlineData("05/06/2025", "dates are ambiguous: line 1 '05/06/2025' is 5 June 2025 with QM_REPLAY_DATES=dmy, 6 May 2025 with QM_REPLAY_DATES=mdy, "
        + "and no date of the file decides; set QM_REPLAY_DATES, or write dates as yyyy-MM-dd")]
    [InlineData("05/06/2025 05/06/2025 05/06/2025 05/06/2025", "dates are ambiguous: line 1 '05/06/2025'")]
    [InlineData("03/03/2025 04/03/2025 05/03/2025", "dates are ambiguous")] // month first: 4 March, 5 March; two days are no proof
    [InlineData("05/06/04", "5 June 2004 with QM_REPLAY_DATES=dmy, 6 May 2004 with QM_REPLAY_DATES=mdy, 4 June 2005 with QM_REPLAY_DATES=ymd")]
    [InlineData("13/01/2025 01/14/2025", "dates are in two orders: line 1 '13/01/2025' is not month first, line 2 '01/14/2025' is not day first")]
    public void What_the_dates_do_not_decide_is_refused(string dates, string fault) =>
        Evidence(dates).Fault(DateOrder.Unknown, out _).ShouldNotBeNull().ShouldContain(fault);

    [Fact]
    public void The_option_decides_only_what_the_file_leaves_open()
    {
        Evidence("05/06/2025").Fault(DateOrder.DayFirst, out var open).ShouldBeNull();
        open.ShouldBe(DateOrder.DayFirst);
        Evidence("05/06/2025 06/13/2025").Fault(DateOrder.DayFirst, out var decided).ShouldBeNull();
        decided.ShouldBe(DateOrder.MonthFirst);
        Evidence("05/06/2025").Fault(DateOrder.YearFirst, out _).ShouldNotBeNull();
    }

    [Fact]
    public void A_single_error_in_a_hundred_dates_does_not_change_the_order()
    {
        var dates = string.Join(' ', Truth.Walk(1, 150).Select(b => Day.Date(b.Day).ToString("MM/dd/yyyy", null)));

        Evidence(dates + " 31/12/2024").Fault(DateOrder.Unknown, out var order).ShouldBeNull();
        order.ShouldBe(DateOrder.MonthFirst);
        Evidence(dates + " 31/12/2024 30/12/2024").Fault(DateOrder.Unknown, out _).ShouldNotBeNull().ShouldContain("dates are in two orders");
    }

    private static DateEvidence Evidence(string dates)
    {
        var evidence = new DateEvidence(Truth.Today, Truth.Calendar);
        var line = 0;
        foreach (var date in dates.Split(' ')) evidence.Add(Encoding.UTF8.GetBytes(date), ++line);
        return evidence;
    }
}
