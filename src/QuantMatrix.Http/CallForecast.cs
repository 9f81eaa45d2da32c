namespace QuantMatrix.Http;

/// <summary>What a set of requests costs at a provider.</summary>
/// <param name="Calls">Calls without faults and without cached responses.</param>
public sealed record CallForecast(string Provider, int Calls, int CallsPerMinute)
{
    /// <summary>Calls left of today's budget; null without a daily limit.</summary>
    public long? LeftToday { get; init; }

    /// <summary>Whether the calls are for files of all symbols.</summary>
    public bool IsBulk { get; init; }

    /// <summary>The time that the rate limit allows the calls in, rounded up.</summary>
    public int Minutes => (Calls + CallsPerMinute - 1) / CallsPerMinute;
}
