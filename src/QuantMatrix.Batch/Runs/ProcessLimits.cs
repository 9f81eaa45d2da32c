using System.Globalization;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Runs;

/// <summary>What the system allows this process, as far as a run needs it.</summary>
/// <param name="OpenFiles">Null where the system does not report it.</param>
/// <param name="MemoryBytes">Of the machine or the container.</param>
public sealed record ProcessLimits(long? OpenFiles, long MemoryBytes)
{
    internal const int FewestOpenFiles = 256;
    internal const long LeastMemory = 512L << 20;
    private const long Mebibyte = 1 << 20;

    public static ProcessLimits Current => new(ReadOpenFiles(), GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);

    /// <summary>One line per limit that is too low for a run of an index.</summary>
    public IEnumerable<string> Warnings()
    {
        if (OpenFiles < FewestOpenFiles)
            yield return $"at most {Plural.Of(OpenFiles.Value, "open file")} allowed; expected at least {FewestOpenFiles} (ulimit -n)";
        if (MemoryBytes < LeastMemory)
            yield return $"only {Plural.Number(MemoryBytes / Mebibyte)} MiB of memory available; expected at least {LeastMemory / Mebibyte} MiB";
    }

    private static long? ReadOpenFiles()
    {
        const string limits = "/proc/self/limits", row = "Max open files";
        if (!File.Exists(limits)) return null;
        var text = File.ReadLines(limits).FirstOrDefault(line => line.StartsWith(row, StringComparison.Ordinal))?[row.Length..].Trim().Split(' ')[0];
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;
    }
}
