using System.Globalization;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Doctor;

/// <summary>Judges what the machine gives the program: runtime, limits, disk.</summary>
internal static class MachineRules
{
    public const long LeastFree = 100L << 20, LowFree = 1L << 30;
    public const int FewDays = 30, LeastHistory = 7;

    private const string Clean = "# then delete what is not needed, or enlarge the disk";

    /// <param name="runtime">In words: <c>.NET 10.0.1</c>.</param>
    /// <param name="sdk">The version of the SDK; null without one.</param>
    /// <param name="canBuild">Whether there are sources that run.sh would build.</param>
    public static Checkup Runtime(string runtime, string? sdk, bool canBuild) => sdk is not null ? Checkup.Ok("runtime", $"{runtime}, SDK {sdk}")
        : !canBuild ? Checkup.Ok("runtime", $"{runtime}, no SDK and no sources to build")
        : Checkup.Warn("runtime", $"{runtime}, no SDK: ./run.sh cannot build after a change; ./run.sh --no-build still runs",
            "apt-get install -y dotnet-sdk-10.0");

    public static Checkup OpenFiles(long? allowed) => allowed is not { } count ? Checkup.Ok("open files", "not tested: the system does not report the limit")
        : count < ProcessLimits.FewestOpenFiles
            ? Checkup.Fail("open files", $"limit {Plural.Number(count)}; expected at least {ProcessLimits.FewestOpenFiles}", "ulimit -n 4096")
            : Checkup.Ok("open files", $"limit {(count > int.MaxValue ? "unlimited" : Plural.Number(count))}");

    public static Checkup Memory(long bytes) => bytes < ProcessLimits.LeastMemory
        ? Checkup.Fail("memory", $"{Size(bytes)}; expected at least {Size(ProcessLimits.LeastMemory)}",
            "free -m   # or raise the limit of the container: docker update --memory 1g")
        : Checkup.Ok("memory", Size(bytes));

    /// <param name="free">Bytes that this user may still write.</param>
    public static Checkup Disk(long free, string directory) =>
        free < LeastFree ? Checkup.Fail("disk", $"{Size(free)} free at {directory}; expected at least {Size(LowFree)}", $"du -sh {directory}/*   {Clean}")
        : free < LowFree ? Checkup.Warn("disk", $"{Size(free)} free at {directory}; expected at least {Size(LowFree)}", $"du -sh {directory}/*   {Clean}")
        : Checkup.Ok("disk", $"{Size(free)} free at {directory}");

    /// <summary>For how long the disk lasts at the growth of the last 30 days.</summary>
    /// <param name="sizes">The size of the data root at the ends of runs, in any order.</param>
    public static Checkup Growth(IEnumerable<(DateTimeOffset At, long Bytes)> sizes, DateTimeOffset now, long free, string directory)
    {
        var known = sizes.Where(s => s.At <= now && s.At > now.AddDays(-30)).OrderBy(s => s.At).ToList();
        var days = known.Count == 0 ? 0 : (known[^1].At - known[0].At).TotalDays;
        if (days < LeastHistory) return Checkup.Ok("growth", $"unknown: the reports of runs cover less than {LeastHistory} days");
        var perDay = (known[^1].Bytes - known[0].Bytes) / days;
        if (perDay < 1) return Checkup.Ok("growth", $"none in {days:0} days");
        var text = $"{Size((long)perDay)} a day over {days:0} days: the disk is full in ";
        var left = free / perDay;
        return left >= FewDays ? Checkup.Ok("growth", text + (left > 3650 ? "more than 10 years" : Plural.Of((long)left, "day")))
            : Checkup.Warn("growth", $"{text}{Plural.Of((long)left, "day")}; expected at least {FewDays}", $"du -sh {directory}/*   {Clean}");
    }

    internal static string Size(long bytes) => bytes >= 1L << 30 ? Text(bytes / (double)(1L << 30), "GiB")
        : bytes >= 1 << 20 ? Text(bytes / (double)(1 << 20), "MiB") : Text(bytes / 1024.0, "KiB");

    private static string Text(double size, string unit) => string.Create(CultureInfo.InvariantCulture, $"{size:0.#} {unit}");
}
