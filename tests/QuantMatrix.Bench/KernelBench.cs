using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics;
using QuantMatrix.Compute;

namespace QuantMatrix.Bench;

/// <summary>Every column of the catalogue over bars in memory, one thread: millions of bars a second.</summary>
internal sealed class KernelBench : IBench
{
    private const int Symbols = 400, SymbolsABatch = 50, Sessions = 1_260, Repeats = 9;
    private static readonly (string What, int Keep)[] Keeps = [("rows kept: 5", 5), ("rows kept: all", int.MaxValue)];

    public string Name => "kernels";

    public async Task<Section> RunAsync(Workshop workshop, CancellationToken ct)
    {
        var rows = new List<Row>();
        foreach (var (width, environment) in Widths())
            foreach (var (what, keep) in Keeps)
            {
                var (samples, _) = await workshop.MeasureAsync(Name, [keep.ToString(CultureInfo.InvariantCulture)], environment);
                rows.Add(new Row($"{width}, {what}: steady", samples["steady"], "M bars/s"));
                rows.Add(new Row($"{width}, {what}: first call in the process", samples["first"], "M bars/s"));
            }
        return new Section($"kernels: {Catalogue.Standard.Columns.Count} columns, {Symbols} symbols × {Sessions:N0} bars in memory",
            $"`Engine.Compute` in batches of {SymbolsABatch} symbols on one thread: load into the panel, all columns, the kept rows as Arrow. Each line in a process of its own.", rows);
    }

    public Task MeasureAsync(Workshop workshop, Samples samples, IReadOnlyList<string> arguments, CancellationToken ct)
    {
        var keep = int.Parse(arguments[0], CultureInfo.InvariantCulture);
        var days = Market.Days(workshop.Calendar, Sessions);
        var batches = Enumerable.Range(0, Symbols).Select(s => Market.Symbol(s, Symbols)).Chunk(SymbolsABatch).Select(b => Market.Bars(b, days)).ToList();
        var engine = new Engine(Catalogue.Standard, Market.Premises(workshop.Calendar, days));
        for (var pass = 0; pass <= Repeats; pass++)
        {
            var start = Stopwatch.GetTimestamp();
            foreach (var batch in batches) engine.Compute(batch, keep).Dispose();
            samples.Add(pass == 0 ? "first" : "steady", Symbols * Sessions / Stopwatch.GetElapsedTime(start).TotalSeconds / 1e6);
        }
        return Task.CompletedTask;
    }

    private static IEnumerable<(string Name, Dictionary<string, string> Environment)> Widths()
    {
        yield return ("as the machine is", []);
        if (Vector512.IsHardwareAccelerated) yield return ("AVX-512 off", new() { ["DOTNET_EnableAVX512"] = "0" });
        if (Vector256.IsHardwareAccelerated) yield return ("AVX2 off", new() { ["DOTNET_EnableAVX2"] = "0" });
    }
}
