namespace QuantMatrix.Tests.UnitTests.Graph;

/// <summary>Where jobs of a test wait for each other.</summary>
internal static class Meeting
{
    private static readonly Lock Gate = new();
    private static readonly TaskCompletionSource All = new();
    private static int here;

    public static TaskCompletionSource ForeverStarted { get; set; } = new();

    public static Task ArriveAsync(int expected)
    {
        lock (Gate)
            if (++here == expected) All.SetResult();
        return All.Task;
    }
}
