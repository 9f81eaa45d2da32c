using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Lake;

/// <summary>How units open, are attempted again and close.</summary>
public class OpenUnitTests
{
    /// <summary>Stored units and those open after run r3 of job j, which has dealt with the symbols A and B from session 10 on.</summary>
    [Theory]
    [InlineData("", "j A 12 r3", "j A 12 1 r3-r3")]
    [InlineData("j A 12 r1", "j A 12 r3", "j A 12 2 r1-r3")] // a second attempt
    [InlineData("j A 12 r3", "j A 12 r3", "j A 12 1 r3-r3")] // a later pass of the same run
    [InlineData("j A 12 r1", "", "")] // stored meanwhile
    [InlineData("j A 5 r1", "", "")] // no longer required
    [InlineData("j C 12 r1", "", "j C 12 1 r1-r1")] // a symbol that the job has not dealt with
    [InlineData("k A 12 r1", "", "")] // stored for another job as well
    [InlineData("k A 12 r1", "j A 12 r3", "j A 12 1 r3-r3, k A 12 1 r1-r1")]
    [InlineData("k A 5 r1", "", "k A 5 1 r1-r1")] // older than what this job looks at
    [InlineData("", "j B 11 r3, j A 13 r3, j A 11 r3", "j A 11 1 r3-r3, j A 13 1 r3-r3, j B 11 1 r3-r3")]
    public void A_unit_stays_open_until_its_session_is_stored(string stored, string open, string expected)
    {
        var change = new UnitChange("j", new HashSet<string> { "A", "B" }, Day.Date(10), Units(open));
        string.Join(", ", change.Apply(Units(stored)).Select(u => $"{u.Job} {u.Symbol} {u.Day} {u.Attempts} {u.FirstRun}-{u.LastRun}")).ShouldBe(expected);
    }

    /// <summary>A daily bar that is stored says nothing about the 5-minute bars of its session, and the other way round.</summary>
    [Theory]
    [InlineData(OpenUnit.Daily, OpenUnit.FiveMinutes, true)]
    [InlineData(OpenUnit.FiveMinutes, OpenUnit.Daily, true)]
    [InlineData(OpenUnit.FiveMinutes, OpenUnit.FiveMinutes, false)]
    public void A_unit_of_another_interval_stays_open(string stored, string dealtWith, bool stays)
    {
        var change = new UnitChange("j", new HashSet<string> { "A" }, Day.Date(10), []) { Interval = dealtWith };
        var unit = new OpenUnit("k", "A", 12, OpenUnit.Missing, 1, "", "r1", "r1") { Interval = stored };
        change.Apply([unit]).Contains(unit).ShouldBe(stays);
    }

    [Theory]
    [InlineData("r1", false)]
    [InlineData("r2", true)]
    [InlineData("r3", true)]
    [InlineData("r4", true)]
    [InlineData("r5", false)]
    public void A_unit_is_of_every_run_that_left_it_open(string run, bool isOf) =>
        new OpenUnit("j", "A", 1, OpenUnit.Missing, 3, "", "r2", "r4").IsOf(run).ShouldBe(isOf);

    private static List<OpenUnit> Units(string text) => [.. text.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(u => u.Split(' '))
        .Select(u => new OpenUnit(u[0], u[1], int.Parse(u[2], null), OpenUnit.Missing, 1, "", u[3], u[3]))];
}
