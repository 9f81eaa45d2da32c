namespace QuantMatrix.Tests.UnitTests.Graph;

/// <summary>A barrier at which the jobs of a test wait for each other.</summary>
internal static class Meeting
{
    private static readonly Lock Guard = new();
    private static readonly TaskCompletionSource Complete = new();
    private static int arrived;

    public static TaskCompletionSource ForeverStarted { get; set; } = new();

    public static Task ArriveAsync(int expected)
    {
        lock (Guard)
            if (++arrived == expected) Complete.SetResult();
        return Complete.Task;
    }
}
