using Cronos;
using CsCheck;

namespace QuantMatrix.Tests.UnitTests.Schedules;

/// <summary>Random cron expressions without L, W and #.</summary>
internal static class CronExpressions
{
    public static readonly Gen<string> Any = Gen.Select(
        Field(0, 59, "*"), Field(0, 23, "*"), Field(1, 31, "?"), Field(1, 12, "*"), Field(0, 7, "?"), (a, b, c, d, e) => $"{a} {b} {c} {d} {e}");

    /// <summary>The first times after a start.</summary>
    public static IReadOnlyList<DateTime> Due(string cron, DateTime start, int count = 100) =>
        [.. CronExpression.Parse(cron).GetOccurrences(start, start.AddYears(9), TimeZoneInfo.Utc).Take(count)];

    private static Gen<string> Field(int min, int max, string all)
    {
        var value = Gen.Int[min, max];
        var range = Gen.Select(Gen.Int[min, max == 7 ? 6 : max], value, (a, b) => $"{a}-{b}"); // Cronos reads a wrapping range from 7 as no day
        var item = Gen.OneOf(
            value.Select(v => $"{v}"), range, Gen.Select(value, Gen.Int[1, 7], (v, s) => $"{v}/{s}"), Gen.Select(range, Gen.Int[1, 5], (r, s) => $"{r}/{s}"));
        var steps = Gen.Int[1, 7].Select(s => $"*/{s}");
        return Gen.Frequency((2, Gen.Const(all)), (1, steps), (3, item.List[1, 3].Select(items => string.Join(',', items))));
    }
}
