using QuantMatrix.Bench;

IBench[] benches =
[
    new ChainBench(), new ReadBench(), new KernelBench(), new RecomputeBench(), new Recompute50Bench(), new PublishBench(),
    new IngestBench(), new IbkrBench(), new PeopleBench(), new ScaleBench(), new IntradayBench(),
];
using var env = new BenchEnvironment(Environment.GetEnvironmentVariable("QM_HOME") ?? ".");

if (args is ["measure", var name, .. var arguments])
{
    var measured = new Measurements();
    await benches.Single(b => b.Name == name).MeasureAsync(env, measured, arguments, default);
    measured.WriteTo(Console.Out);
    return 0;
}

var requested = args is [] ? "all" : args[0];
var selected = benches.Where(b => requested == "all" || b.Name == requested).ToList();
if (selected.Count == 0 || args.Length > 1)
{
    Console.Error.WriteLine($"bench: unknown benchmark '{string.Join(' ', args)}'; expected one of {string.Join(", ", benches.Select(b => b.Name))}, all");
    return 64;
}

var report = new Report(Console.Out);
foreach (var bench in selected) report.Add(await bench.RunAsync(env, default));
if (requested == "all") report.Save(Path.Combine(env.Home, "docs", "benchmarks.md"));
return 0;
