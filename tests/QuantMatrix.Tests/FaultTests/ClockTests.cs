using QuantMatrix.Batch.Graph;
using QuantMatrix.Tests.EndToEndTests;

namespace QuantMatrix.Tests.FaultTests;

/// <summary>A clock that jumps, between runs or within one, changes nothing that is stored or published.</summary>
[Trait("class", "slow")]
public sealed class ClockTests : IDisposable
{
    private const int Night = 280;

    private readonly LiveNights nights = new("yahoo", symbols: 3);

    [Fact]
    public async Task A_clock_that_was_wrong_for_some_nights_leaves_the_content_of_a_right_one()
    {
        (await nights.NightAsync(Night)).ShouldBe(ExitCode.Ok);
        var bars = await BarsAsync(nights);

        (await nights.NightAsync(Night - 3)).ShouldBe(ExitCode.Ok); // the job publishes no session: nothing older replaces it
        (await BarsAsync(nights)).ShouldBe(bars);
        (await FarAheadAsync()).Code.ShouldNotBe(ExitCode.Failed);
        (await BarsAsync(nights)).ShouldBe(bars);

        (await nights.NightAsync(Night + 1)).ShouldBe(ExitCode.Ok);
        using var right = new LiveNights("yahoo", symbols: 3);
        foreach (var night in new[] { Night, Night + 1 }) (await right.NightAsync(night)).ShouldBe(ExitCode.Ok);
        (await BarsAsync(nights)).ShouldBe(await BarsAsync(right));
        (await nights.SqlAsync("SELECT count(*) FROM units")).ShouldBe(["0"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_clock_that_jumps_within_a_run_leaves_the_content_of_a_steady_one_and_no_negative_time(int seed)
    {
        using var folder = new TempFolder();
        Market.Write(folder["replay"], symbols: 3, sessions: 70);
        using var steady = new Trial { Replay = folder["replay"] };
        using var jumping = new Trial { Replay = folder["replay"], Time = new JumpingClock(seed) };
        for (var run = 0; run < 2; run++)
        {
            (await steady.RunAsync()).ShouldBe(ExitCode.Ok);
            var ended = await jumping.RunAsync();
            ended.ShouldBe(ExitCode.Ok);
            ended.Output.ShouldNotMatch(@"-\d+\.\d s");
            ContentHash.Of(jumping.Data).ShouldBe(ContentHash.Of(steady.Data));
        }
        (await jumping.CallAsync("runs")).Output.ShouldNotMatch(@" -\d+\.\d");
        (await jumping.CallAsync("status")).Code.ShouldBe(ExitCode.Ok);
    }

    public void Dispose() => nights.Dispose();

    /// <summary>Those of the last year: the earlier night asked for earlier ones too.</summary>
    private static Task<IReadOnlyList<string>> BarsAsync(LiveNights nights) => nights.SqlAsync(
        $"SELECT symbol, date, open, high, low, close, volume FROM price_data WHERE date >= DATE '{nights.Sessions[Night - 200]:yyyy-MM-dd}' ORDER BY ALL");

    /// <summary>A night months after the last one.</summary>
    private async Task<Ended> FarAheadAsync()
    {
        var far = nights.Sessions.Count - 1;
        nights.Returned = (bar, _, _) => bar.Day <= Model.Day.Of(nights.Sessions[Night]) ? bar : null;
        var ended = await nights.NightAsync(far);
        nights.Returned = (bar, _, _) => bar;
        return ended;
    }

    /// <summary>Is up to two hours off at each reading.</summary>
    private sealed class JumpingClock(int seed) : TimeProvider
    {
        private readonly Random random = new(seed);

        public override DateTimeOffset GetUtcNow()
        {
            lock (random) return base.GetUtcNow() + TimeSpan.FromHours((4 * random.NextDouble()) - 2);
        }
    }
}
