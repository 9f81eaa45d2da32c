using QuantMatrix.Http;
using QuantMatrix.MarketData.Replay;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Providers;

/// <summary>A replay folder as one of the providers.</summary>
public sealed class FolderProvider(ReplaySource folder) : IBarProvider
{
    public string Name => folder.Name;

    public ProviderTally Tally { get; } = new();

    public int CallsFor(BarRequest request) => 0;

    public Task<CallForecast?> ForecastAsync(IReadOnlyList<BarRequest> requests, CancellationToken ct) => Task.FromResult<CallForecast?>(null);

    public async Task<ProviderResponse> FetchAsync(BarRequest request, CancellationToken ct)
    {
        await foreach (var part in folder.FetchAsync([request], ct))
            return part.Failures.Count == 0 ? new(part.Bars, [.. part.Rejected.Where(r => r.Symbol == request.Symbol)])
                : throw new ProviderException(FaultKind.Symbol, part.Failures[0].Reason);
        throw new ProviderException(FaultKind.Symbol, ReplayFolder.NoBars);
    }

    public Task SaveAsync(CancellationToken ct) => Task.CompletedTask;

    public void Dispose()
    {
    }
}
