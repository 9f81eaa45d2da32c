using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Config;

/// <summary>What happens at a failpoint.</summary>
public enum InjectedFault
{
    /// <summary>The process is killed by SIGKILL.</summary>
    Kill,

    /// <summary>An I/O error.</summary>
    Error,

    /// <summary>An I/O error as on a full disk.</summary>
    Enospc,

    /// <summary>The process is stopped by SIGSTOP until it receives SIGCONT.</summary>
    Pause,
}

/// <summary>A failure on purpose, for tests: <c>QM_FAILPOINT=lake.after_file:kill:2</c> kills the process at the second time it reaches the point.</summary>
public sealed record InjectedFailure(Failpoint Point, InjectedFault Fault, int Nth)
{
    private const int NoSpaceLeft = 28, InputOutputError = 5, Stop = 19;

    private static readonly Dictionary<string, Failpoint> Points = Enum.GetValues<Failpoint>().ToDictionary(Name);
    private static readonly Dictionary<string, InjectedFault> Faults = Enum.GetValues<InjectedFault>().ToDictionary(f => SnakeCase.Of($"{f}"));

    /// <returns><c>lake.before_file</c>.</returns>
    public static string Name(Failpoint point)
    {
        var words = SnakeCase.Of($"{point}").Split('_', 2);
        return $"{words[0]}.{words[1]}";
    }

    /// <exception cref="FormatException">The text is no <c>point:fault[:nth]</c>.</exception>
    public static InjectedFailure Parse(string text)
    {
        var parts = text.Split(':');
        if (parts.Length is < 2 or > 3) throw new FormatException($"found '{text}'; expected point:fault[:nth] like lake.after_file:kill:2");
        if (!Points.TryGetValue(parts[0], out var point)) throw new FormatException($"unknown point '{parts[0]}'{DidYouMean.Hint(parts[0], Points.Keys)}");
        if (!Faults.TryGetValue(parts[1], out var fault)) throw new FormatException($"unknown fault '{parts[1]}'{DidYouMean.Hint(parts[1], Faults.Keys)}");
        if (!int.TryParse(parts.ElementAtOrDefault(2) ?? "1", NumberStyles.None, CultureInfo.InvariantCulture, out var nth) || nth == 0)
            throw new FormatException($"found '{parts[2]}' as the number of times the point is reached; expected 1 or more");
        return new(point, fault, nth);
    }

    /// <summary>Arms the point for the caller and what it starts.</summary>
    public void Arm()
    {
        var reached = 0;
        Failpoints.Armed = point =>
        {
            if (point == Point && Interlocked.Increment(ref reached) == Nth) Fail();
        };
    }

    public override string ToString() => $"{Name(Point)}:{SnakeCase.Of($"{Fault}")}:{Nth}";

    private void Fail()
    {
        if (Fault == InjectedFault.Kill) Process.GetCurrentProcess().Kill();
        else if (Fault == InjectedFault.Pause) _ = Raise(Stop);
        else if (Fault == InjectedFault.Enospc) throw new IOException($"No space left on device (QM_FAILPOINT={this})", NoSpaceLeft);
        else throw new IOException($"Input/output error (QM_FAILPOINT={this})", InputOutputError);
    }

    [DllImport("libc", EntryPoint = "raise")]
    private static extern int Raise(int signal);
}
