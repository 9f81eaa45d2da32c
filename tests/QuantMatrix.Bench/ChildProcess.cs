using System.Diagnostics;
using System.Globalization;
using QuantMatrix.Batch.Cli;
using QuantMatrix.Batch.Composition;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Bench;

/// <summary>A finished process, started like <c>run.sh</c> does: wall time and processor time in seconds, peak memory and output.</summary>
internal sealed record ChildProcess(double Seconds, double CpuSeconds, double PeakMiB, string Output)
{
    /// <summary>As set by <c>run.sh</c>.</summary>
    private const string Gen0Size = "0x3000000";

    /// <summary>Of the fields behind the name in <c>/proc/PID/stat</c>; system time follows.</summary>
    private const int UserTime = 11, TicksPerSecond = 100;

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);

    /// <exception cref="InvalidOperationException">The exit code is not 0.</exception>
    public static async Task<ChildProcess> RunAsync(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true };
        start.Environment["DOTNET_GCgen0size"] = Gen0Size;
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var usage = UsageAsync(process);
        await process.WaitForExitAsync();
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var (cpu, peak) = await usage;
        return process.ExitCode == 0 ? new(seconds, cpu, peak, await output)
            : throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)}: exit {process.ExitCode}\n{await output}");
    }

    /// <summary>User and system time and the kernel's high-water mark of resident memory, last polled before the end.</summary>
    private static async Task<(double CpuSeconds, double PeakMiB)> UsageAsync(Process process)
    {
        var (folder, cpu, peakKiB) = ($"/proc/{process.Id}", 0.0, 0.0);
        for (; ; await Task.Delay(PollInterval))
        {
            if (Line($"{folder}/status", "VmHWM") is not { } memory || Line($"{folder}/stat", "") is not { } times) return (cpu, peakKiB / 1024);
            peakKiB = Number(memory.Split(':')[1].Replace("kB", "", StringComparison.Ordinal));
            var fields = times[(times.LastIndexOf(')') + 2)..].Split(' ');
            cpu = (Number(fields[UserTime]) + Number(fields[UserTime + 1])) / TicksPerSecond;
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static string? Line(string file, string start)
    {
        try
        {
            return File.ReadLines(file).FirstOrDefault(l => l.StartsWith(start, StringComparison.Ordinal));
        }
        catch (IOException)
        {
            return null;
        }
    }
}

/// <summary>Runs the batch program without output on a data root and a replay folder.</summary>
internal static class BatchProgram
{
    /// <summary>Runs inside this process.</summary>
    /// <exception cref="InvalidOperationException">The exit code is not 0.</exception>
    public static async Task RunAsync(BenchEnvironment env, string data, string replay, IReadOnlyList<string> arguments, CancellationToken ct)
    {
        var settings = new Settings { Home = env.Home, Data = new DataRoot(data), Replay = replay, Source = SourceChoice.Synthetic };
        using var output = new StringWriter();
        var program = new Application(() => new CommandContext(settings, new RunServices(), JobKinds.Standard, output, output), output, output);
        var code = await program.RunAsync(arguments, ct);
        if (code != 0) throw new InvalidOperationException($"{string.Join(' ', arguments)}: exit {code}\n{output}");
    }

    /// <summary>Runs the built program as a separate process.</summary>
    /// <exception cref="InvalidOperationException">The exit code is not 0.</exception>
    public static Task<ChildProcess> RunProcessAsync(BenchEnvironment env, string data, string replay, IReadOnlyList<string> arguments,
        string? postgres = null) =>
        ChildProcess.RunAsync([Path.Combine(env.Home, ".build", "quantmatrix", "quantmatrix.dll"), .. arguments],
            new Dictionary<string, string>
            {
                ["QM_HOME"] = env.Home,
                ["QM_DATA"] = data,
                ["QM_REPLAY"] = replay,
                ["QM_SOURCE"] = "synthetic",
                ["QM_POSTGRES"] = postgres ?? "",
            });
}
