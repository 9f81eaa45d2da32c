using System.Text;
using Apache.Arrow;
using Apache.Arrow.Types;
using QuantMatrix.MarketData.Parsing;
using QuantMatrix.MarketData.Replay;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.MarketData.Folders;

/// <summary>Midnight in Berlin, written in UTC, is the evening before.</summary>
public class DateShiftTests
{
    private const int Symbols = 50;

    /// <summary>30 sessions.</summary>
    private static readonly List<Bar> Bars = Truth.Walk(11, 30);

    [Theory]
    [InlineData(-1, "dates are a day early: found 4 Sundays and no Friday in the same weeks, as after a conversion of the time zone; "
        + "expected session dates in New York")]
    [InlineData(0, null)]
    [InlineData(1, "dates are a day late: found 4 Saturdays and no Monday in the same weeks, as after a conversion of the time zone; "
        + "expected session dates in New York")]
    public void Every_day_moved_by_one_is_a_shift(int shift, string? fault) => Fault(Days(3, 30).Select(d => d + shift)).ShouldBe(fault);

    /// <summary>Days of March 2025, a month that begins on a Saturday.</summary>
    [Theory]
    [InlineData("3-7 10-14 16-20 23-27", "2 Sundays and no Friday")] // a clock changed between
    [InlineData("2-6 9-13", "2 Sundays and no Friday")]
    [InlineData("2-6 9-12", null)] // too few days
    [InlineData("2-6 10-14", null)] // one week
    [InlineData("2-7 9-14 16-21", null)] // a market that opens on Sunday evenings
    [InlineData("2-7 9-14 16-21 23-27", null)]
    [InlineData("2-7 9-14 16-20 23-27 30-31", "3 Sundays and no Friday")]
    [InlineData("2-6 9-13 16-21 23-28", null)]
    [InlineData("4-8 11-15", "2 Saturdays and no Monday")]
    [InlineData("3-8 10-15", null)]
    public void Weeks_with_a_weekend_day_in_place_of_a_session_are_a_shift(string days, string? fault)
    {
        var found = Fault(days.Split(' ').Select(r => r.Split('-')).SelectMany(r => Range(int.Parse(r[0], null), int.Parse(r[1], null))));

        if (fault is null) found.ShouldBeNull();
        else found.ShouldNotBeNull().ShouldContain(fault);
    }

    [Fact]
    public void A_Friday_of_a_rejected_row_counts() => Fault([.. Range(2, 6), .. Range(9, 13)], [Of(7), Of(14)]).ShouldBeNull();

    /// <summary>The rows are sorted by date, so the first thousand hold few of the days.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_long_file_is_refused_whole(bool isParquet)
    {
        using var folder = new TemporaryFolder().With("GOOD.csv", TemporaryFolder.Header + TemporaryFolder.GoodRow);
        folder.With(isParquet ? "bars.parquet" : "bars.csv", isParquet ? "" : Csv(-1));
        var loaded = await LoadAsync(folder, -1);

        loaded.Symbols.ShouldBe(["GOOD"]);
        var reason = loaded.Rejected.ShouldHaveSingleItem().Reason;
        reason.ShouldStartWith("dates are a day early: found ");
        reason.ShouldContain(" Sundays and no Friday");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_same_file_with_session_dates_is_read(bool isParquet)
    {
        using var folder = new TemporaryFolder().With(isParquet ? "bars.parquet" : "bars.csv", isParquet ? "" : Csv(0));
        var loaded = await LoadAsync(folder, 0);

        loaded.Bars.Count.ShouldBe(Symbols * Bars.Count);
        loaded.Rejected.ShouldBeEmpty();
    }

    private static Task<ReplayFolder> LoadAsync(TemporaryFolder folder, int shift) =>
        Truth.LoadAsync(folder, o => o with { OpenParquet = (_, _) => Batches(shift) });

    private static string Csv(int shift)
    {
        var text = new StringBuilder("symbol,").Append(TemporaryFolder.Header);
        foreach (var bar in Bars)
            for (var s = 0; s < Symbols; s++) text.Append(null, $"S{s},{Day.Text(bar.Day + shift)},10,12,9,11,100\n");
        return text.ToString();
    }

    /// <summary>One batch a session; the dates are timestamps of the evening.</summary>
    private static IEnumerable<RecordBatch> Batches(int shift)
    {
        foreach (var bar in Bars)
        {
            var stamp = new DateTimeOffset(Day.Date(bar.Day + shift), new(23, 0), TimeSpan.Zero);
            var dates = new TimestampArray.Builder(new TimestampType(TimeUnit.Microsecond, "UTC"));
            var symbols = new StringArray.Builder();
            for (var s = 0; s < Symbols; s++) (dates, symbols) = (dates.Append(stamp), symbols.Append($"S{s}"));
            yield return new RecordBatch.Builder().Append("symbol", true, symbols.Build()).Append("date", true, dates.Build())
                .Append("open", true, Same(10)).Append("high", true, Same(12)).Append("low", true, Same(9)).Append("close", true, Same(11))
                .Append("volume", true, Same(100)).Build();
        }
    }

    private static DoubleArray Same(double value) => new DoubleArray.Builder().AppendRange(Enumerable.Repeat(value, Symbols)).Build();

    private static string? Fault(IEnumerable<int> days) => Fault([.. days], []);

    private static string? Fault(List<int> days, int[] rejected)
    {
        var weekend = days.ToLookup(d => Day.Date(d).DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday);
        return DateShift.Fault(weekend[false].ToArray(), [.. weekend[true], .. rejected]);
    }

    /// <summary>Sessions of March 2025.</summary>
    private static IEnumerable<int> Days(int from, int to) => Truth.Calendar.Sessions(new(2025, 3, from), new(2025, 3, to)).Select(Day.Of);

    private static IEnumerable<int> Range(int from, int to) => Enumerable.Range(Of(from), to - from + 1);

    private static int Of(int day) => Day.Of(new(2025, 3, day));
}
