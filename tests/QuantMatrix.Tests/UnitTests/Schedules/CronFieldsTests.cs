using Cronos;
using CsCheck;
using QuantMatrix.Batch.Schedules;

namespace QuantMatrix.Tests.UnitTests.Schedules;

public class CronFieldsTests
{
    private static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("0 3 * * *", "0 3 * * *", "*-*-* 03:00:00")]
    [InlineData("  05   3,4,5,9 * * MON-FRI", "5 3-5,9 * * 1-5", "Mon..Fri *-*-* 03..05,09:05:00")]
    [InlineData("*/15 22-2 * * *", "*/15 0-2,22,23 * * *", "*-*-* 00..02,22,23:00,15,30,45:00")]
    [InlineData("5/20 0/6 ? jan,Dec ?", "5,25,45 */6 * 1,12 *", "*-01,12-* 00,06,12,18:05,25,45:00")]
    [InlineData("0 0 1,15 */3 *", "0 0 1,15 */3 *", "*-01,04,07,10-01,15 00:00:00")]
    [InlineData("30 1 * * 0,6,7", "30 1 * * 0,6", "Sat,Sun *-*-* 01:30:00")]
    [InlineData("30 1 * * FRI-SUN", "30 1 * * 0,5,6", "Fri..Sun *-*-* 01:30:00")]
    [InlineData("0-59 0-23 1-31 1-12 0-6", "* * * * *", "*-*-* *:*:00")]
    [InlineData("@daily", "0 0 * * *", "*-*-* 00:00:00")]
    [InlineData("@weekly", "0 0 * * 0", "Sun *-*-* 00:00:00")]
    public void An_expression_has_one_form_in_each_notation(string cron, string expected, string systemd)
    {
        CronExpression.TryParse(cron, out _).ShouldBeTrue();
        var fields = CronFields.Parse(cron)!;
        $"{fields}".ShouldBe(expected);
        fields.ToSystemd().ShouldBe(systemd);
    }

    [Theory]
    [InlineData("0 3 L * *")]
    [InlineData("0 3 L-2 * *")]
    [InlineData("0 3 15W * *")]
    [InlineData("0 3 * * 5L")]
    [InlineData("0 3 * * MON#2")]
    public void A_form_that_not_every_scheduler_has_is_not_read(string cron)
    {
        CronExpression.TryParse(cron, out _).ShouldBeTrue();
        CronFields.Parse(cron).ShouldBeNull();
    }

    /// <summary>Cronos is a second reader of the same language.</summary>
    [Fact]
    public void Every_expression_is_due_at_the_same_times_as_its_form() => CronExpressions.Any.Sample(cron =>
        CronExpressions.Due(CronFields.Parse(cron)!.ToString(), Start).ShouldBe(CronExpressions.Due(cron, Start), cron), iter: 2000);
}
