using System.Globalization;
using QuantMatrix.Model;
using QuantMatrix.Reconcile;

namespace QuantMatrix.Tests.UnitTests.Reconcile;

public class IntradayPlanTests
{
    private static readonly SessionCalendar Calendar = new([]);

    /// <summary>Five sessions up to Monday 2024-07-08; 2024-07-03 has 42 slots, 2024-07-04 is a holiday. Stored slots by session, and those due.</summary>
    [Theory]
    [InlineData("", "07-01 07-02 07-03 07-05 07-08")]
    [InlineData("07-01:78 07-02:78 07-03:42 07-05:78", "07-08")]
    [InlineData("07-01:78 07-02:78 07-03:42 07-05:78 07-08:78", "")]
    [InlineData("07-01:78 07-02:77 07-03:42 07-05:78 07-08:78", "07-02")] // a hole before the newest session
    [InlineData("07-01:78 07-02:78 07-03:41 07-05:78", "07-03 07-08")]
    [InlineData("07-01:78 07-03:42", "07-02 07-05 07-08")]
    [InlineData("06-28:12 07-01:78 07-02:78 07-03:42 07-05:78 07-08:78", "")] // older than the sessions required
    [InlineData("06-26:78", "06-27 06-28 07-01 07-02 07-03 07-05 07-08")] // nights without a run
    [InlineData("06-26:60", "06-26 06-27 06-28 07-01 07-02 07-03 07-05 07-08")]
    public void Sessions_without_all_slots_are_due(string stored, string due) =>
        string.Join(' ', new IntradayPlan(Calendar, new(2024, 7, 8), 5).Due(Stored(stored)).Select(d => d.ToString("MM-dd", CultureInfo.InvariantCulture)))
            .ShouldBe(due);

    [Theory]
    [InlineData("07-08", "07-08")]
    [InlineData("07-03", "07-01")]
    [InlineData("07-03 07-08", "07-01")]
    [InlineData("06-27 06-28 07-08", "06-27")]
    public void A_request_is_for_the_newest_session_alone_or_for_all_required(string due, string from) =>
        new IntradayPlan(Calendar, new(2024, 7, 8), 5).From([.. due.Split(' ').Select(Session)]).ShouldBe(Session(from));

    [Fact]
    public void A_weekend_night_is_that_of_Friday() => new IntradayPlan(Calendar, new(2024, 7, 7), 1).Last.ShouldBe(new(2024, 7, 5));

    [Fact]
    public void The_stored_sessions_looked_at_reach_over_a_gap_that_a_provider_still_serves()
    {
        var plan = new IntradayPlan(Calendar, new(2024, 7, 8), 5);
        (plan.First, Calendar.Count(plan.Earliest, plan.Last)).ShouldBe((new DateOnly(2024, 7, 1), 66));
        Calendar.Count(new IntradayPlan(Calendar, new(2024, 7, 8), 80).Earliest, plan.Last).ShouldBe(80);
    }

    private static Dictionary<DateOnly, int> Stored(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(s => s.Split(':'))
        .ToDictionary(s => Session(s[0]), s => int.Parse(s[1], CultureInfo.InvariantCulture));

    private static DateOnly Session(string text) => DateOnly.ParseExact($"2024-{text}", "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
