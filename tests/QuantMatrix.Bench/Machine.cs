using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace QuantMatrix.Bench;

/// <summary>What was measured on, in one line: times mean nothing without it.</summary>
internal static class Machine
{
    public static string Text() =>
        $"{Cpu()}, {Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}, Vector<double> of {Vector<double>.Count}, "
        + $"AVX-512 {(Vector512.IsHardwareAccelerated ? "there" : "not there")}, {DateTime.UtcNow:yyyy-MM-dd}, load {Load()} when it began (what others run makes every time longer)";

    private static string Cpu() => First("/proc/cpuinfo", "model name")?.Split(':')[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();

    private static string Load() => First("/proc/loadavg", "")?.Split(' ')[0] ?? "unknown";

    private static string? First(string file, string start) =>
        File.Exists(file) ? File.ReadLines(file).FirstOrDefault(l => l.StartsWith(start, StringComparison.Ordinal)) : null;
}
