using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Graph;

/// <summary>Days are those of March 2026; the 1st is a Sunday.</summary>
public class MissedSessionsTests
{
    private static readonly SessionCalendar Weekdays = new([]);

    [Theory]
    [InlineData("", 6, null, false, "6", "")]
    [InlineData("6", 6, 6, false, "6", "")]
    [InlineData("5", 6, 5, false, "6", "")]
    [InlineData("2", 6, 2, false, "3 4 5 6", "")]
    [InlineData("6", 11, 6, false, "9 10 11", "")]
    [InlineData("2 4", 6, 4, false, "5 6", "3")]
    [InlineData("2 6", 6, 6, false, "6", "3 4 5")]
    [InlineData("2", 6, 4, false, "4 5 6", "3")]
    [InlineData("2", 6, null, false, "3 4 5 6", "")]
    [InlineData("2 4", 6, 4, true, "3 4 5 6", "")]
    [InlineData("2 3 4 5 6", 6, 6, true, "6", "")]
    [InlineData("2 6", 6, 6, true, "3 4 5 6", "")]
    [InlineData("9", 6, 9, false, "6", "")]
    public void What_is_missing_since_the_first_complete_session_runs_unless_it_is_older_than_the_published_one(
        string complete, int newest, int? published, bool allowOlder, string toRun, string older)
    {
        var missed = MissedSessions.Of(complete.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(d => March(int.Parse(d, null))).ToHashSet(),
            Weekdays, March(newest), published is { } day ? March(day) : null, allowOlder);
        (Days(missed.ToRun), Days(missed.Older)).ShouldBe((toRun, older));
    }

    [Theory]
    [InlineData("3 a:ok b:ok", "3")]
    [InlineData("3 a:ok b:partial", "3")]
    [InlineData("3 a:ok b:failed", "")]
    [InlineData("3 a:ok", "")]
    [InlineData("3 b:ok, 3 a:ok b:failed", "3")]
    [InlineData("3 b:failed, 3 a:ok b:ok", "3")]
    [InlineData("4 b:ok, 3 a:ok b:temporary", "")]
    [InlineData("5 c:ok a:ok b:ok, 4 a:skipped b:ok, 3 a:ok b:ok", "3 5")]
    public void A_session_is_complete_when_every_job_has_ended_well_for_it(string runs, string days) =>
        Days(MissedSessions.Complete(runs.Split(", ").Select(Run), ["a", "b"]).Order()).ShouldBe(days);

    private static PastRun Run(string text)
    {
        var parts = text.Split(' ');
        return new PastRun("20260301T000000Z-0000", "night", default, JobStatus.Ok)
        {
            AsOf = March(int.Parse(parts[0], null)),
            Jobs = [.. parts.Skip(1).Select(p => p.Split(':')).Select(p => new PastJob(p[0], p[0], Enum.Parse<JobStatus>(p[1], ignoreCase: true), ""))],
        };
    }

    private static DateOnly March(int day) => new(2026, 3, day);

    private static string Days(IEnumerable<DateOnly> sessions) => string.Join(' ', sessions.Select(s => s.Day));
}
