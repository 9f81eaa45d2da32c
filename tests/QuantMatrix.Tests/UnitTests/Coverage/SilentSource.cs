using QuantMatrix.MarketData;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Coverage;

/// <summary>A live source that nobody asks.</summary>
internal sealed class SilentSource : IBarSource
{
    public string Name => "live";

    public bool IsLocal => false;

    public string? Fingerprint => null;

    public IReadOnlyList<FetchFailure> Missing(IReadOnlyList<string> symbols) => [];

    public IAsyncEnumerable<Fetched> FetchAsync(IReadOnlyList<BarRequest> requests, CancellationToken ct) => throw new NotSupportedException();
}
