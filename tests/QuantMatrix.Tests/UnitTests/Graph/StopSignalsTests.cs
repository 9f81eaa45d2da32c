using System.Diagnostics;
using System.Globalization;
using QuantMatrix.Batch.Cli;

namespace QuantMatrix.Tests.UnitTests.Graph;

public sealed class StopSignalsTests
{
    private const int HangUp = 1;

    /// <summary>Tests that run under <c>nohup</c> inherit an ignored SIGHUP, which stays ignored.</summary>
    public static TheoryData<string> Signals { get; } = IsIgnored(HangUp) ? ["TERM", "INT"] : ["TERM", "INT", "HUP"];

    [Theory]
    [MemberData(nameof(Signals))]
    public async Task The_first_signal_requests_a_stop_and_leaves_the_process_alive(string signal)
    {
        using var signals = new StopSignals();
        var requested = new TaskCompletionSource();
        using var registration = signals.Token.Register(requested.SetResult);
        using var kill = Process.Start("kill", ["-s", signal, $"{Environment.ProcessId}"]);
        await kill.WaitForExitAsync();
        await requested.Task.WaitAsync(Wait.Limit);
    }

    private static bool IsIgnored(int signal)
    {
        var mask = File.ReadLines("/proc/self/status").Single(line => line.StartsWith("SigIgn:", StringComparison.Ordinal))["SigIgn:".Length..];
        return (ulong.Parse(mask, NumberStyles.HexNumber, CultureInfo.InvariantCulture) >> (signal - 1) & 1) == 1;
    }
}
