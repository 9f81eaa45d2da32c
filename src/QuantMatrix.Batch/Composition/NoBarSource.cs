using QuantMatrix.MarketData;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Composition;

/// <summary>The source of a run whose jobs need none.</summary>
internal sealed class NoBarSource : IBarSource
{
    public string Name => "none";

    public bool IsLocal => true;

    public string? Fingerprint => null;

    public IReadOnlyList<FetchFailure> Missing(IReadOnlyList<string> symbols) => throw Opened();

    public IAsyncEnumerable<Fetched> FetchAsync(IReadOnlyList<BarRequest> requests, CancellationToken ct) => throw Opened();

    private static InvalidOperationException Opened() => new("a job asks for bars although its kind says that it needs none");
}
