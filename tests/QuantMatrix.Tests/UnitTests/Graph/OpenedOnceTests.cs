using QuantMatrix.Batch.Composition;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Graph;

public class OpenedOnceTests
{
    private readonly List<TaskCompletionSource<string>> openings = [];
    private readonly OpenedOnce<string> source;

    public OpenedOnceTests() => source = new(ct =>
    {
        openings.Add(new());
        ct.Register(() => openings[^1].TrySetCanceled(ct));
        return openings[^1].Task;
    });

    [Fact]
    public async Task A_caller_whose_opener_is_canceled_opens_it_itself()
    {
        using var stop = new CancellationTokenSource();
        var (first, second) = (source.GetAsync(stop.Token), source.GetAsync(default));
        openings.Count.ShouldBe(1);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => first);
        await Wait.UntilAsync(() => openings.Count == 2);
        openings[1].SetResult("open");
        (await second).ShouldBe("open");
        (await source.GetAsync(default)).ShouldBe("open");
        openings.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_failure_is_the_same_for_every_caller_until_it_is_renewed()
    {
        var failed = source.GetAsync(default);
        openings[0].SetException(new TemporaryException("the folder is not mounted"));
        await Should.ThrowAsync<TemporaryException>(() => failed);
        await Should.ThrowAsync<TemporaryException>(() => source.GetAsync(default));
        openings.Count.ShouldBe(1);
        source.Renew();
        var opened = source.GetAsync(default);
        openings[1].SetResult("open");
        (await opened).ShouldBe("open");
        source.Renew();
        (await source.GetAsync(default)).ShouldBe("open");
        openings.Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_is_being_opened_is_not_opened_twice_by_renewal()
    {
        var opening = source.GetAsync(default);
        source.Renew();
        openings[0].SetResult("open");
        (await opening).ShouldBe(await source.GetAsync(default));
    }
}
