using System.Runtime.InteropServices;

namespace QuantMatrix.Batch.Cli;

/// <summary>Turns the first SIGTERM, SIGINT or SIGHUP into a request to stop; a second one ends the process at once.</summary>
/// <remarks>
/// A process started by <c>nohup</c> or with <c>&amp;</c> in a script inherits an ignored SIGINT, and .NET leaves an ignored signal
/// ignored. So the default action is restored first. If the runtime has already recorded SIGINT as ignored, as after a use of the
/// console or a child process, it installs no handler of its own; then the handler of SIGTERM, which serves all signals, is copied.
/// An ignored SIGHUP stays ignored: that is what <c>nohup</c> is for.
/// </remarks>
public sealed class StopSignals : IDisposable
{
    private const int HangUp = 1, Interrupt = 2, Terminate = 15;

    /// <summary>SIG_DFL and SIG_IGN.</summary>
    private const long Default = 0, Ignored = 1;

    /// <summary>At least the size of <c>struct sigaction</c>, which begins with the handler.</summary>
    private const int ActionSize = 1024;

    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] registrations;

    public StopSignals()
    {
        foreach (var signal in new[] { Interrupt, Terminate })
            if (Handler(signal) == Ignored) Set(signal, new byte[ActionSize]);
        PosixSignal[] signals = [PosixSignal.SIGTERM, PosixSignal.SIGINT, .. Handler(HangUp) == Ignored ? [] : new[] { PosixSignal.SIGHUP }];
        registrations = [.. signals.Select(signal => PosixSignalRegistration.Create(signal, Stop))];
        if (Handler(Interrupt) == Default) Set(Interrupt, Action(Terminate));
    }

    public CancellationToken Token => source.Token;

    public void Dispose()
    {
        foreach (var registration in registrations) registration.Dispose();
        source.Dispose();
    }

    private void Stop(PosixSignalContext signal)
    {
        signal.Cancel = !source.IsCancellationRequested;
        source.Cancel();
    }

    private static long Handler(int signal) => BitConverter.ToInt64(Action(signal));

    private static byte[] Action(int signal)
    {
        var action = new byte[ActionSize];
        return SigAction(signal, null, action) == 0 ? action : throw new InvalidOperationException($"sigaction({signal}) failed");
    }

    private static void Set(int signal, byte[] action)
    {
        if (SigAction(signal, action, null) != 0) throw new InvalidOperationException($"sigaction({signal}) failed");
    }

    [DllImport("libc", EntryPoint = "sigaction")]
    private static extern int SigAction(int signal, byte[]? action, byte[]? previous);
}
