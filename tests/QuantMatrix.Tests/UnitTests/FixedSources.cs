using QuantMatrix.Batch.Runs;
using QuantMatrix.MarketData;
using QuantMatrix.MarketData.Constituents;

namespace QuantMatrix.Tests.UnitTests;

/// <summary>Live sources without bars, with the member lists a test gives.</summary>
internal sealed record FixedSources(params IReadOnlyList<IConstituentSource> Constituents) : IRunSources
{
    public bool IsLocal => false;

    public Task<IBarSource> BarsAsync(CancellationToken ct) => throw new NotSupportedException("the test has no bars");

    public Task<IIntradaySource> IntradayAsync(CancellationToken ct) => throw new NotSupportedException("the test has no 5-minute bars");

    public Task<IReadOnlyList<IConstituentSource>> ConstituentsAsync(
        IReadOnlyDictionary<string, IReadOnlyList<string>> pages, CancellationToken ct) => Task.FromResult(Constituents);

    public void Dispose()
    {
    }
}
