using System.Diagnostics;
using System.Globalization;

namespace QuantMatrix.Bench;

/// <summary>Measured values by name, with the text form in which a measuring process passes them on.</summary>
internal sealed class Measurements
{
    private readonly Dictionary<string, List<double>> values = [];

    public Spread this[string name] => Spread.Of(values[name]);

    public bool Has(string name) => values.ContainsKey(name);

    public void Add(Measurements others)
    {
        foreach (var (name, list) in others.values)
            foreach (var value in list) Add(name, value);
    }

    public void Add(string name, double value)
    {
        if (!values.TryGetValue(name, out var list)) values[name] = list = [];
        list.Add(value);
    }

    /// <summary>Times one run, in seconds, under <paramref name="name"/>.</summary>
    public async Task TimeAsync(string name, Func<Task> run)
    {
        var start = Stopwatch.GetTimestamp();
        await run();
        Add(name, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    /// <summary>What this process has used so far: <c>cpu</c>, user and system, in seconds, and <c>peak</c>, resident memory in MiB.</summary>
    public void AddProcess()
    {
        Add("cpu", Environment.CpuUsage.TotalTime.TotalSeconds);
        var peak = File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmHWM", StringComparison.Ordinal));
        Add("peak", double.Parse(peak.Split(':')[1].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1024);
    }

    public void WriteTo(TextWriter output)
    {
        foreach (var (name, list) in values)
            foreach (var value in list) output.WriteLine($"{name}\t{value.ToString("R", CultureInfo.InvariantCulture)}");
    }

    public static Measurements Read(string text)
    {
        var measured = new Measurements();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            if (line.Split('\t') is [var name, var value]) measured.Add(name, double.Parse(value, CultureInfo.InvariantCulture));
        return measured;
    }
}

/// <summary>Repeats of one measurement: median, minimum and maximum.</summary>
internal sealed record Spread(double Median, double Min, double Max, int Count)
{
    public static Spread Of(IReadOnlyCollection<double> values)
    {
        double[] sorted = [.. values.Order()];
        var middle = sorted.Length / 2;
        var median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new(median, sorted[0], sorted[^1], sorted.Length);
    }

    /// <summary>Seconds turned into how much of <paramref name="amount"/> was done in each.</summary>
    public Spread Into(double amount) => new(amount / Median, amount / Max, amount / Min, Count);

    /// <summary>Converted to another unit.</summary>
    public Spread Times(double factor) => new(Median * factor, Min * factor, Max * factor, Count);

    public string Range => Count == 1 ? "" : $"{Text(Min)} … {Text(Max)}";

    /// <summary>Three significant digits, invariant culture.</summary>
    public static string Text(double value) =>
        value.ToString(value >= 100 ? "N0" : value == 0 ? "0" : value >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture);
}

/// <summary>Runs variants of the same work alternately, so that background load affects all of them equally.</summary>
internal static class Interleaved
{
    /// <summary>Runs each variant once to warm up, then <paramref name="repeats"/> rounds.</summary>
    /// <exception cref="InvalidOperationException">A variant did not process all rows.</exception>
    public static async Task RunAsync(IReadOnlyList<(string Name, Func<Task<long>> Run)> variants, int repeats, long rows, Measurements measured)
    {
        for (var round = 0; round <= repeats; round++)
            foreach (var (name, run) in variants)
                await measured.TimeAsync(round == 0 ? $"warm-up {name}" : name, async () =>
                {
                    var processed = await run();
                    if (processed != rows) throw new InvalidOperationException($"{name}: {processed} rows, expected {rows}");
                });
    }
}
