namespace QuantMatrix.Broker.Flex.Service;

/// <summary>How long to wait before the same request is put again.</summary>
/// <param name="Repeats">The last wait is repeated as often as it takes.</param>
internal sealed record FlexRetrySchedule(bool Repeats, params int[] Seconds)
{
    public static readonly FlexRetrySchedule None = new(false), Busy = new(true, 5, 10, 20, 30), Throttled = new(true, 10, 60), Once = new(false, 10);

    /// <summary>After so many waits already; null when it is not put again.</summary>
    public TimeSpan? After(int waits) =>
        waits < Seconds.Length ? TimeSpan.FromSeconds(Seconds[waits]) : Repeats ? TimeSpan.FromSeconds(Seconds[^1]) : null;
}
