namespace QuantMatrix.Broker.Flex.Service;

/// <summary>The time one report may take to become ready, shared by all requests for it.</summary>
internal sealed class FlexTimeouts(TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private readonly long began = time.GetTimestamp();

    /// <summary>Waits, but not beyond the end; false when that is reached.</summary>
    public async Task<bool> WaitAsync(TimeSpan length, CancellationToken ct)
    {
        var left = Longest - time.GetElapsedTime(began);
        if (left <= TimeSpan.Zero) return false;
        await Task.Delay(length < left ? length : left, time, ct);
        return true;
    }
}
