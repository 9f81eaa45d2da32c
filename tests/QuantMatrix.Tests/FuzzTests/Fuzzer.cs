using System.Globalization;

namespace QuantMatrix.Tests.FuzzTests;

/// <summary>Gives a reader the corpus of a format and thousands of damaged copies of it.</summary>
/// <remarks>
/// Each input ends in data or in a documented refusal, within a time that load does not reach and with memory in proportion to its size. An input that
/// does not is saved; it belongs into the corpus under the name of its fault.
/// </remarks>
internal sealed class Fuzzer(string format, IReadOnlyList<byte[]> seeds, IReadOnlyList<string> dictionary)
{
    private const int MaxShown = 5, SoakFactor = 25;
    private const long AllocatedPerInput = 64 << 20, AllocatedPerByte = 4_000;

    /// <summary>Far beyond what an input of this size needs.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private static readonly string Folder = Path.Combine(Fixtures.Repository, "tests", "QuantMatrix.Tests", "FuzzTests", "corpus");

    private readonly List<string> faults = [];

    /// <summary>Damaged inputs per format: more in a soak.</summary>
    public static int Inputs(int usual) => Soak.Of(usual, usual * SoakFactor);

    /// <summary>The files of the corpus in a folder of it; those of another kind have another prefix.</summary>
    public static IReadOnlyList<byte[]> Corpus(string folder, string prefix = "") =>
        [.. Directory.EnumerateFiles(Path.Combine(Folder, folder), $"{prefix}*").Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];

    /// <param name="inputs">Number of damaged inputs.</param>
    /// <param name="read">Reads an input; returns what is wrong with the data or the refusal, null when nothing is.</param>
    public async Task RunAsync(int inputs, Func<byte[], string?> read)
    {
        foreach (var seed in seeds) await TryAsync("corpus", seed, read);
        for (var i = 0; i < inputs && faults.Count < MaxShown; i++)
            await TryAsync(string.Create(CultureInfo.InvariantCulture, $"seed {i}"), new Mutator(i, dictionary).Of(seeds[i % seeds.Count]), read);
        faults.ShouldBeEmpty();
    }

    private async Task TryAsync(string name, byte[] input, Func<byte[], string?> read)
    {
        var (fault, allocated) = await Task.Run(() => Measure(input, read)).WaitAsync(Limit);
        if (fault is null && allocated > AllocatedPerInput + (AllocatedPerByte * input.Length)) fault = $"allocated {allocated} bytes for {input.Length}";
        if (fault is null) return;
        var path = Path.Combine(Path.GetTempPath(), $"qm-fuzz-{format}-{name}".Replace(' ', '-'));
        await File.WriteAllBytesAsync(path, input);
        faults.Add($"{format}, {name} ({path}): {fault}");
    }

    private static (string? Fault, long Allocated) Measure(byte[] input, Func<byte[], string?> read)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            return (read(input), GC.GetAllocatedBytesForCurrentThread() - before);
        }
        catch (Exception e)
        {
            var frame = e.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("QuantMatrix", StringComparison.Ordinal))?.Trim();
            return ($"{e.GetType().Name}: {e.Message} {frame}", 0);
        }
    }
}
