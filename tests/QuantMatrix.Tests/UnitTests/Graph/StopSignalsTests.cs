using System.Diagnostics;
using QuantMatrix.Batch.Cli;

namespace QuantMatrix.Tests.UnitTests.Graph;

public sealed class StopSignalsTests
{
    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    [InlineData("HUP")]
    public async Task The_first_signal_requests_a_stop_and_leaves_the_process_alive(string signal)
    {
        using var signals = new StopSignals();
        var requested = new TaskCompletionSource();
        using var registration = signals.Token.Register(requested.SetResult);
        using var kill = Process.Start("kill", ["-s", signal, $"{Environment.ProcessId}"]);
        await kill.WaitForExitAsync();
        await requested.Task.WaitAsync(Wait.Limit);
    }
}
