using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace QuantMatrix.Tests;

/// <summary>Waits for what another thread or process does.</summary>
/// <remarks>The bound ends a broken test; it is far beyond what a machine under load needs.</remarks>
internal static class Wait
{
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(2);

    public static Task UntilAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        UntilAsync(() => Task.FromResult(condition()), what);

    /// <exception cref="TimeoutException">The condition does not hold within <see cref="Limit"/>.</exception>
    public static async Task UntilAsync(Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        for (var waited = Stopwatch.StartNew(); !await condition(); await Task.Delay(Step))
            if (waited.Elapsed > Limit) throw new TimeoutException($"still false after {Limit.TotalMinutes:0} minutes: {what}");
    }
}
