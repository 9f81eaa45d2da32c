using System.Diagnostics;
using System.Globalization;

namespace QuantMatrix.Bench;

/// <summary>Measured values by name, and the lines by which a measuring process hands them to the one that reports.</summary>
internal sealed class Samples
{
    private readonly Dictionary<string, List<double>> values = [];

    public Spread this[string name] => Spread.Of(values[name]);

    public bool Has(string name) => values.ContainsKey(name);

    public void Add(Samples others)
    {
        foreach (var (name, list) in others.values)
            foreach (var value in list) Add(name, value);
    }

    public void Add(string name, double value)
    {
        if (!values.TryGetValue(name, out var list)) values[name] = list = [];
        list.Add(value);
    }

    /// <summary>Seconds one turn takes, added under <paramref name="name"/>.</summary>
    public async Task TimeAsync(string name, Func<Task> turn)
    {
        var start = Stopwatch.GetTimestamp();
        await turn();
        Add(name, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    public void WriteTo(TextWriter output)
    {
        foreach (var (name, list) in values)
            foreach (var value in list) output.WriteLine($"{name}\t{value.ToString("R", CultureInfo.InvariantCulture)}");
    }

    public static Samples Read(string text)
    {
        var samples = new Samples();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            if (line.Split('\t') is [var name, var value]) samples.Add(name, double.Parse(value, CultureInfo.InvariantCulture));
        return samples;
    }
}
