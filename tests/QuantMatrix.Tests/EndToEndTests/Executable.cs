using System.Diagnostics;
using System.Globalization;
using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>The real program as a process, started as cron would.</summary>
internal sealed class Executable : IDisposable
{
    private readonly Process process;
    private readonly string runs;
    private readonly Task<string> output;
    private readonly Task<string> error;

    private Executable(Process process, string runs)
    {
        (this.process, this.runs) = (process, runs);
        (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
    }

    public int Id => process.Id;

    /// <summary>Starts the nightly chain.</summary>
    /// <param name="data">The data root.</param>
    /// <param name="replay">The folder of bars; filled with a synthetic market when it is empty.</param>
    /// <param name="options">Further arguments.</param>
    /// <param name="switches">Environment variables, <c>DOTNET_…=value</c>.</param>
    /// <param name="within">A command that starts the program, such as one that isolates it.</param>
    public static Executable Start(
        string data, string replay, IEnumerable<string>? options = null, IEnumerable<string>? switches = null, IEnumerable<string>? within = null) =>
        Launch([.. within ?? [], .. Program, "run", Trial.Chain, .. options ?? []], data, replay, switches ?? []);

    /// <summary>Starts the nightly chain and waits until it has stopped itself; it goes on at CONT.</summary>
    /// <param name="data">The data root.</param>
    /// <param name="replay">The folder of bars.</param>
    /// <param name="point">The <see cref="Failpoint"/> where it stops, as <c>QM_FAILPOINT</c> names it.</param>
    /// <param name="switches">Further environment variables, <c>NAME=value</c>.</param>
    public static async Task<Executable> PausedAsync(string data, string replay, string point, params IEnumerable<string> switches)
    {
        var run = Start(data, replay, switches: [.. switches, $"QM_FAILPOINT={point}:pause"]);
        await run.StoppedAsync();
        if (run.process.HasExited) (await run.EndedAsync()).Text.ShouldBe($"stopped at {point}");
        return run;
    }

    /// <summary>Starts another command than a run.</summary>
    public static Executable Command(string data, string replay, params IEnumerable<string> arguments) => Launch([.. Program, .. arguments], data, replay, []);

    /// <summary>Starts a command with environment variables, <c>NAME=value</c>.</summary>
    public static Executable Command(string data, string replay, IReadOnlyList<string> arguments, IEnumerable<string> switches) =>
        Launch([.. Program, .. arguments], data, replay, switches);

    private static string[] Program => ["dotnet", Path.Combine(AppContext.BaseDirectory, "quantmatrix.dll")];

    private static Executable Launch(string[] command, string data, string replay, IEnumerable<string> switches)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        RemoveSettings(start);
        (start.Environment["QM_HOME"], start.Environment["QM_DATA"], start.Environment["QM_REPLAY"]) = (Fixtures.Repository, data, replay);
        start.Environment["QM_SOURCE"] = "synthetic";
        foreach (var pair in switches) start.Environment[pair.Split('=')[0]] = pair.Split('=', 2)[1];
        return new(Process.Start(start)!, Path.Combine(data, "runs"));
    }

    public static async Task<Ended> RunAsync(string data, string replay)
    {
        using var program = Start(data, replay);
        return await program.EndedAsync();
    }

    /// <summary>Waits for the end.</summary>
    public async Task<Ended> EndedAsync()
    {
        using var limit = new CancellationTokenSource(Wait.Limit);
        await process.WaitForExitAsync(limit.Token);
        return new(process.ExitCode, await output, await error);
    }

    /// <summary>Waits until the run holds its lock and has a report, or has ended.</summary>
    public Task WorkingAsync() => Wait.UntilAsync(() => process.HasExited || (Directory.Exists(runs) && Directory.GetFiles(runs, "*.json").Any(IsRunning)));

    /// <summary>Waits until the process has stopped itself, as by a failpoint.</summary>
    public Task StoppedAsync() => Wait.UntilAsync(() => process.HasExited || IsStopped(process.Id));

    internal static bool IsStopped(int process) => OfSystem(process, "stat").Contains(") T ", StringComparison.Ordinal);

    /// <summary>A file that describes a process; empty once it has ended.</summary>
    private static string OfSystem(int process, string file)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/{file}"));
        }
        catch (IOException)
        {
            return "";
        }
    }

    /// <summary>The report says so once the run holds the lock.</summary>
    private static bool IsRunning(string report) => File.ReadAllText(report).Contains("\"status\": \"running\"", StringComparison.Ordinal);

    /// <summary>Waits for the end.</summary>
    /// <returns>The largest resident memory that was seen, in kilobytes.</returns>
    public async Task<long> PeakMemoryAsync()
    {
        var peak = 0L;
        while (!process.HasExited)
        {
            var line = OfSystem(process.Id, "status").Split('\n').FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal)); // none of a zombie
            if (line is not null) peak = Math.Max(peak, long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture));
            await Task.Delay(10);
        }
        return peak;
    }

    /// <summary>Sends SIGKILL, so that nothing is cleaned up.</summary>
    /// <returns>False when it had ended before.</returns>
    public async Task<bool> KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        return process.ExitCode == 128 + 9;
    }

    /// <param name="name">TERM, INT, STOP or CONT.</param>
    /// <returns>False when the process had ended before.</returns>
    public async Task<bool> SignalAsync(string name)
    {
        using var shell = Process.Start("sh", ["-c", string.Create(CultureInfo.InvariantCulture, $"kill -{name} {process.Id} 2>/dev/null")]);
        await shell.WaitForExitAsync();
        return shell.ExitCode == 0;
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.Dispose();
    }

    /// <summary>A process starts without the settings of this one.</summary>
    internal static void RemoveSettings(ProcessStartInfo start)
    {
        foreach (var name in start.Environment.Keys.Where(IsSetting).ToList()) start.Environment.Remove(name);
    }

    private static bool IsSetting(string name) => name.EndsWith("_API_KEY", StringComparison.Ordinal)
        || name.StartsWith("QM_", StringComparison.Ordinal) || name.StartsWith("IBKR_", StringComparison.Ordinal);
}
