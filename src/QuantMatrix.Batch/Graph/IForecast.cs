using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Batch.Graph;

/// <summary>A kind of work that asks providers, and can tell beforehand for what.</summary>
public interface IForecast
{
    /// <summary>One line: how many symbols would be asked for, in how many calls. Asks nobody.</summary>
    /// <exception cref="DataUnfitException">It cannot be told yet, such as before anything is tracked.</exception>
    Task<string> ForecastAsync(object options, RunContext run, CancellationToken ct);
}
