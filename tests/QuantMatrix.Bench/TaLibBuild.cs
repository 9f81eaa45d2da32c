using System.Diagnostics;

namespace QuantMatrix.Bench;

/// <summary>TA-Lib's C library on this machine, or in words why it could not be had.</summary>
/// <param name="Library">Path of the shared library; null when there is none.</param>
/// <param name="Fault">Why there is none.</param>
internal sealed record TaLibBuild(string? Library, string Fault)
{
    private const string Version = "1.1.6";

    public string Text => Library is null
        ? $"TA-Lib could not be had ({Fault}), so nothing stands beside our own figures."
        : $"TA-Lib C is what the npm package talib {Version} carries, made by gcc -O3 -march=native, which stays at the machine's full width in every line. It is called in "
          + "the same process and on the same thread, in turns with ours, as is kindest to it: series ready as doubles, outputs into buffers used again for each symbol.";

    public static async Task<TaLibBuild> MakeAsync(Workshop workshop)
    {
        var folder = Path.Combine(workshop.Home, ".build", "talib");
        using var process = Process.Start(new ProcessStartInfo("bash", [Path.Combine(workshop.Home, "tests", "QuantMatrix.Bench", "talib.sh"), folder, Version])
        {
            RedirectStandardError = true,
        })!;
        var said = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? new(Path.Combine(folder, $"libtalib-{Version}.so"), "") : new(null, said.Trim());
    }
}
