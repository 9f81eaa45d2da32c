using QuantMatrix.Broker.Flex.Service;

namespace QuantMatrix.Tests.UnitTests.Broker;

/// <summary>The calls of a token are at least a second apart and at most ten in any minute.</summary>
public class FlexCallsTests
{
    private readonly ImpatientClock clock = new();

    /// <summary>Seconds between calls that are made as soon as possible, after pauses of their own; expected waits in seconds.</summary>
    [Theory]
    [InlineData("", "")]
    [InlineData("0", "1")]
    [InlineData("0.4 0", "0.6 1")]
    [InlineData("1 5", "")]
    [InlineData("0 0 0 0 0 0 0 0 0 0 0", "1 1 1 1 1 1 1 1 1 51 1")]
    [InlineData("5 5 5 5 5 5 5 5 5 5 5", "10")]
    [InlineData("6 6 6 6 6 6 6 6 6 6 6", "")]
    [InlineData("0 0 0 0 0 0 0 0 0 70 0", "1 1 1 1 1 1 1 1 1 1")]
    public async Task A_call_waits_for_both_limits(string pauses, string waits)
    {
        var calls = new FlexCalls(clock);
        await calls.WaitAsync(default);
        foreach (var pause in pauses.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            clock.Advance(TimeSpan.FromSeconds(double.Parse(pause, System.Globalization.CultureInfo.InvariantCulture)));
            await calls.WaitAsync(default);
        }
        string.Join(' ', clock.Waits.Select(w => w.ToString(System.Globalization.CultureInfo.InvariantCulture))).ShouldBe(waits);
    }

    [Fact]
    public async Task Concurrent_calls_are_a_second_apart()
    {
        var calls = new FlexCalls(clock);
        clock.Jumps = false;
        var all = Enumerable.Range(0, 3).Select(_ => calls.WaitAsync(default)).ToList();
        clock.Waits.ShouldBe([1, 2]);
        clock.Advance(TimeSpan.FromSeconds(2));
        await Task.WhenAll(all);
    }
}
