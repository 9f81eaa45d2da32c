using System.Diagnostics;
using System.Globalization;

namespace QuantMatrix.Bench;

/// <summary>A whole process, started as <c>run.sh</c> starts one: its wall seconds, its peak memory and what it said.</summary>
internal sealed record ChildProcess(double Seconds, double PeakMiB, string Output)
{
    /// <summary>What <c>run.sh</c> sets for every run.</summary>
    private const string Gen0Size = "0x4000000";

    private static readonly TimeSpan MemoryLook = TimeSpan.FromMilliseconds(10);

    /// <exception cref="InvalidOperationException">It did not end with exit code 0.</exception>
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

    /// <summary>The kernel's high-water mark of resident memory, as last seen before the end.</summary>
    private static async Task<double> PeakMiBAsync(Process process)
    {
        var status = $"/proc/{process.Id}/status";
        for (var peakKiB = 0.0; ; await Task.Delay(MemoryLook))
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
