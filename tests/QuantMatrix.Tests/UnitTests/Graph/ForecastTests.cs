using QuantMatrix.Batch.Jobs;
using QuantMatrix.Http;

namespace QuantMatrix.Tests.UnitTests.Graph;

public class ForecastTests
{
    [Theory]
    [InlineData(517, 8, null, false, "517 calls to acme at 8 a minute, about 65 minutes")]
    [InlineData(517, 8, 600L, false, "517 calls to acme at 8 a minute, about 65 minutes; 600 calls left today")]
    [InlineData(517, 8, 516L, false, "517 calls to acme at 8 a minute, about 65 minutes; 516 calls left today, too few")]
    [InlineData(1034, 300, null, false, "1,034 calls to acme at 300 a minute, about 4 minutes")]
    [InlineData(12, 300, null, true, "12 calls to acme in bulk at 300 a minute, under a minute")]
    [InlineData(301, 300, null, false, "301 calls to acme at 300 a minute, about 2 minutes")]
    [InlineData(1, 1000, 1L, false, "1 call to acme at 1,000 a minute, under a minute; 1 call left today")]
    [InlineData(0, 8, 100L, false, "0 calls")]
    public void A_forecast_gives_calls_time_and_the_budget_left(int calls, int perMinute, long? left, bool bulk, string text) =>
        Backfill.Cost(new CallForecast("acme", calls, perMinute) { LeftToday = left, IsBulk = bulk }).ShouldBe(text);

    [Theory]
    [InlineData("yahoo 1", 9L, "9 calls left today; calendars: 1 call to yahoo")]
    [InlineData("acme 1, yahoo 1", 10L, "10 calls left today; calendars: 1 call to acme, 1 call to yahoo")]
    [InlineData("acme 1", 9L, "9 calls left today, too few; calendars: 1 call to acme")]
    [InlineData("", 9L, "9 calls left today")]
    public void Calendars_are_named_and_count_for_the_budget(string calendars, long left, string text) =>
        Backfill.Cost(new CallForecast("acme", 9, 300) { LeftToday = left }, calendars.Split(", ", StringSplitOptions.RemoveEmptyEntries)
            .ToDictionary(c => c.Split(' ')[0], c => int.Parse(c.Split(' ')[1], null))).ShouldBe($"9 calls to acme at 300 a minute, under a minute; {text}");

    [Fact]
    public void A_source_without_calls_costs_none() => Backfill.Cost(null).ShouldBe("0 calls");
}
