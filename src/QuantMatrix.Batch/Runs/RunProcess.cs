using System.Globalization;

namespace QuantMatrix.Batch.Runs;

/// <summary>Identifies the process of a run: a pid alone is used again by the system, and is 1 in every container.</summary>
/// <param name="BootId">The start of the machine that the process belongs to; empty where the system does not provide one.</param>
/// <param name="StartTicks">When the process started, in clock ticks since that boot.</param>
public sealed record RunProcess(string Host, int Pid, string BootId, long StartTicks)
{
    private const int StartTimeField = 22; // proc_pid_stat(5)

    public static RunProcess Current { get; } = new(Environment.MachineName, Environment.ProcessId, ReadBootId(), ReadStartTicks(Environment.ProcessId) ?? 0);

    /// <summary>Whether the process is seen to be running; false for one of another machine or of an earlier boot.</summary>
    public bool IsAlive => Host == Current.Host && BootId == Current.BootId && ReadStartTicks(Pid) == StartTicks;

    private static string ReadBootId() => TryRead("/proc/sys/kernel/random/boot_id")?.Trim() ?? "";

    /// <returns>Null when there is no such process.</returns>
    private static long? ReadStartTicks(int pid)
    {
        if (TryRead(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat")) is not { } stat) return null;
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' '); // the second field, in parentheses, may contain anything
        return long.Parse(fields[StartTimeField - 3], CultureInfo.InvariantCulture);
    }

    private static string? TryRead(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
