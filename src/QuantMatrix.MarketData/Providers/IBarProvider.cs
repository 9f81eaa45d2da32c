using QuantMatrix.Http;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Providers;

/// <summary>A market-data provider that is asked symbol by symbol.</summary>
public interface IBarProvider : IDisposable
{
    /// <summary>As <c>jobs.yaml</c> and <c>price_data.source</c> write it.</summary>
    string Name { get; }

    /// <summary>What has come of the questions so far.</summary>
    ProviderTally Tally { get; }

    /// <summary>How many calls a request costs at most when nothing goes wrong.</summary>
    int CallsFor(BarRequest request);

    /// <summary>The bars asked for, all of this provider and on one basis: split-adjusted, not dividend-adjusted.</summary>
    /// <exception cref="ProviderException">The provider does not serve the symbol, not now or not at all.</exception>
    Task<ProviderResponse> FetchAsync(BarRequest request, CancellationToken ct);

    /// <summary>Writes down what must outlive the run: answers to remember, calls counted.</summary>
    Task SaveAsync(CancellationToken ct);
}
