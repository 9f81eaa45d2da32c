namespace QuantMatrix.Tests.UnitTests.Graph;

/// <summary>A barrier at which the jobs of a test wait for each other.</summary>
internal static class Meeting
{
    private static readonly Lock Guard = new();
    private static readonly TaskCompletionSource Complete = new();
    private static readonly Dictionary<string, int> Attempts = [];
    private static int arrived;

    public static TaskCompletionSource ForeverStarted { get; set; } = new();

    public static Task ArriveAsync(int expected)
    {
        lock (Guard)
            if (++arrived == expected) Complete.SetResult();
        return Complete.Task;
    }

    /// <summary>How many times a job with this key has begun, this time included.</summary>
    public static int Attempt(string key)
    {
        lock (Guard) return Attempts[key] = Attempts.GetValueOrDefault(key) + 1;
    }
}
