using System.Diagnostics;
using System.Globalization;
using QuantMatrix.Batch.Cli;
using QuantMatrix.Batch.Composition;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Bench;

/// <summary>A finished process, started like <c>run.sh</c> does: wall time in seconds, peak memory and output.</summary>
internal sealed record ChildProcess(double Seconds, double PeakMiB, string Output)
{
    /// <summary>As set by <c>run.sh</c>.</summary>
    private const string Gen0Size = "0x3000000";

    private static readonly TimeSpan MemoryPollInterval = TimeSpan.FromMilliseconds(10);

    /// <exception cref="InvalidOperationException">The exit code is not 0.</exception>
    public static async Task<ChildProcess> RunAsync(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true };
        start.Environment["DOTNET_GCgen0size"] = Gen0Size;
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var peak = PeakMiBAsync(process);
        await process.WaitForExitAsync();
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return process.ExitCode == 0 ? new(seconds, await peak, await output)
            : throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)}: exit {process.ExitCode}\n{await output}");
    }

    /// <summary>The kernel's high-water mark of resident memory, last polled before the end.</summary>
    private static async Task<double> PeakMiBAsync(Process process)
    {
        var status = $"/proc/{process.Id}/status";
        for (var peakKiB = 0.0; ; await Task.Delay(MemoryPollInterval))
        {
            var line = Line(status);
            if (line is null) return peakKiB / 1024;
            peakKiB = double.Parse(line.Split(':')[1].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        }
    }

    private static string? Line(string status)
    {
        try
        {
            return File.ReadLines(status).FirstOrDefault(l => l.StartsWith("VmHWM", StringComparison.Ordinal));
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
