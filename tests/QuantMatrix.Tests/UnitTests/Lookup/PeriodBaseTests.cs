using QuantMatrix.Batch.Lookup;
using QuantMatrix.Indicators;
using QuantMatrix.Model;
using QuantMatrix.Tests.UnitTests.Indicators;

namespace QuantMatrix.Tests.UnitTests.Lookup;

/// <summary>The close that a change to date is measured from, and the mark of an old one.</summary>
public class PeriodBaseTests
{
    /// <summary>Sessions of January 2015: 2, 5 to 9, 12 to 16, 20 to 23, 26 to 30; February has 19.</summary>
    [Theory]
    [InlineData("perf_mtd", "2015-01-30 2015-02-02", "close 10 of 2015-01-30")]
    [InlineData("perf_mtd", "2015-01-20 2015-02-02", "close 10 of 2015-01-20")] // 9 sessions
    [InlineData("perf_mtd", "2015-01-16 2015-02-02", "close 10 of 2015-01-16")] // 10
    [InlineData("perf_mtd", "2015-01-15 2015-02-02", "close 10 of 2015-01-15; 11 sessions before 2015-02-01, more than 10: the change includes them")]
    [InlineData("perf_mtd", "2015-01-02 2015-03-03 2015-03-04",
        "close 10 of 2015-01-02; 39 sessions before 2015-03-01, more than 10: the change includes them")]
    [InlineData("perf_qtd", "2015-03-31 2015-04-01 2015-06-30", "close 10 of 2015-03-31")]
    [InlineData("perf_ytd", "2015-12-31 2016-06-30", "close 10 of 2015-12-31")]
    [InlineData("perf_ytd", "2015-01-02 2015-06-30", null)]
    [InlineData("perf_5d", "2015-01-30 2015-02-02", null)]
    public void The_base_is_the_last_close_before_the_period(string column, string dates, string? expected)
    {
        var days = dates.Split(' ').Select(d => Day.Of(DateOnly.Parse(d, System.Globalization.CultureInfo.InvariantCulture))).ToList();
        var bars = Series.Of("A", days.Select((day, i) => new Bar(day, 10 + i, 10 + i, 10 + i, 10 + i, double.NaN, 1)));
        using var history = new SymbolHistory(bars, new(Series.Calendar, new Benchmark("SPY"), Day.Date(days[^1])));

        $"{PeriodBase.Of(history, column)}".ShouldBe(expected ?? "");
    }
}
