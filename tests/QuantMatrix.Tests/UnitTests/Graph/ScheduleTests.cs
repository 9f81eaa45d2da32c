using QuantMatrix.Batch.Graph;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Graph;

public sealed class ScheduleTests : IDisposable
{
    private readonly Workbench bench = new();

    [Theory]
    [InlineData("", "2026-07-01 17:30")]
    [InlineData("tz: America/New_York, ", "2026-07-01 21:30")]
    [InlineData("tz: Asia/Kolkata, ", "2026-07-02 12:00")]
    public void A_schedule_is_due_in_its_time_zone(string zone, string due)
    {
        var schedule = Schedule($"{zone}cron: 30 17 * * *");
        schedule.Next(new(2026, 7, 1, 13, 0, 0, TimeSpan.Zero))!.Value.UtcDateTime.ToString("yyyy-MM-dd HH:mm", null).ShouldBe(due);
    }

    /// <summary>The same local time is another time of UTC in winter.</summary>
    [Fact]
    public void A_time_zone_includes_its_daylight_saving_time()
    {
        var schedule = Schedule("tz: America/New_York, cron: 30 17 * * *");
        schedule.Next(new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero))!.Value.UtcDateTime.Hour.ShouldBe(22);
        schedule.Next(new(2026, 7, 5, 0, 0, 0, TimeSpan.Zero))!.Value.UtcDateTime.Hour.ShouldBe(21);
    }

    [Theory]
    [InlineData("New York")]
    [InlineData("America/NewYork")]
    [InlineData("Eastern Standard Time")]
    [InlineData("UTC+1")]
    [InlineData("Local")]
    [InlineData("/etc/localtime")]
    [InlineData("../zoneinfo/UTC")]
    public void An_unknown_time_zone_is_refused(string zone) => Should.Throw<ConfigurationException>(() => Schedule($"tz: \"{zone}\", cron: 30 17 * * *"))
        .Message.ShouldBe($"jobs.yaml:2: schedule 'night' has unknown time zone '{zone}'; expected a name of the tz database like America/New_York or UTC");

    [Fact]
    public async Task The_list_of_schedules_shows_a_time_zone_other_than_UTC()
    {
        bench.WriteJobs("jobs: {echo: {}}\nschedules: {a: {cron: 0 3 * * *, target: echo}, b: {cron: 30 17 * * *, tz: Asia/Tokyo, target: echo}}");
        (await bench.RunAsync("jobs")).ShouldBe(0);
        var lines = bench.Output.ToString().Split('\n');
        lines[^3].ShouldMatch(@"^  a +0 3 \* \* \* +\d{4}-\d\d-\d\d 03:00  echo$");
        lines[^2].ShouldMatch(@"^  b +30 17 \* \* \* Asia/Tokyo +\d{4}-\d\d-\d\d 08:30  echo$");
    }

    public void Dispose() => bench.Dispose();

    private static Schedule Schedule(string fields) =>
        Workbench.Read($"jobs: {{echo: {{}}}}\nschedules: {{night: {{{fields}, target: echo}}}}").Schedules.Single();
}
