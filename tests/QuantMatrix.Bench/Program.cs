using QuantMatrix.Bench;

IBench[] benches = [new ChainBench(), new ReadBench(), new KernelBench(), new RecomputeBench(), new Recompute50Bench(), new PublishBench(), new IngestBench(), new IbkrBench()];
using var workshop = new Workshop(Environment.GetEnvironmentVariable("QM_HOME") ?? ".");

if (args is ["measure", var measured, .. var arguments])
{
    var samples = new Samples();
    await benches.Single(b => b.Name == measured).MeasureAsync(workshop, samples, arguments, default);
    samples.WriteTo(Console.Out);
    return 0;
}

string name = args is [] ? "all" : args[0];
var chosen = benches.Where(b => name == "all" || b.Name == name).ToList();
if (chosen.Count == 0 || args.Length > 1)
{
    Console.Error.WriteLine($"bench: found '{string.Join(' ', args)}'; expected one of {string.Join(", ", benches.Select(b => b.Name))}, all");
    return 64;
}

var report = new Report(Console.Out);
foreach (var bench in chosen) report.Add(await bench.RunAsync(workshop, default));
if (name == "all") report.Save(Path.Combine(workshop.Home, "docs", "benchmarks.md"));
return 0;
