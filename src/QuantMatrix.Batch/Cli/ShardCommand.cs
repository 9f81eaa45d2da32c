using CommandLine;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Jobs;
using QuantMatrix.Batch.Parts;
using QuantMatrix.Indicators;
using QuantMatrix.Lake;
using QuantMatrix.MarketData.Calendar;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Cli;

/// <summary>Computes a share of the parts of an order with nothing but the lake: no lock, no database. The next run takes the parts.</summary>
[Verb("shard", HelpText = "Compute a share of the features of an order file; the next run takes what is computed.")]
public sealed class ShardCommand : ICommand
{
    [Option("shard", Default = "0/1", MetaValue = "I/N", HelpText = "Parts I, I+N, I+2N, …; auto: by Slurm, Kubernetes, AWS Batch or QM_SHARD.")]
    public string Shard { get; init; } = "";

    [Option("status", HelpText = "Show which parts are computed and exit.")]
    public bool Status { get; init; }

    [Option("order", MetaValue = "FILE", HelpText = "Order file (default: lake/parts/order.json in the data root).")]
    public string? Order { get; init; }

    [Option("workers", MetaValue = "N", HelpText = "Threads (default: one per core).")]
    public string? Workers { get; init; }

    public async Task<int> RunAsync(CommandContext context, CancellationToken ct)
    {
        var faults = new UsageFaults();
        var (shard, workers) = (faults.Read(() => ShardChoice.Of(Shard, context.Settings.ShardVariables)), faults.Read(() => OptionValues.Workers(Workers)));
        faults.ThrowIfAny();
        var order = ComputeOrder.Read(Order ?? ComputeOrder.PathIn(context.Settings.Data));
        var calendar = CalendarFiles.Read(context.Settings.Home);
        order.RequireSameBuild(calendar);
        using var lake = context.RunServices.OpenLake(context.Settings, isReadOnly: true);
        var prices = lake.Current();
        order.RequireCurrent(prices);
        var parts = await OpenAsync(lake, prices, order, (calendar, workers), ct);
        var all = await parts.ListAsync(ct);
        return Status ? Show(context, new(lake), all) : await ComputeAsync(context, new(lake), parts, [.. all.Where(p => shard!.Has(p.Number))], all.Count, ct);
    }

    private static async Task<FeatureParts> OpenAsync(
        DataLake lake, Manifest prices, ComputeOrder order, (SessionCalendar Calendar, int Workers) of, CancellationToken ct)
    {
        var bars = new SymbolParts(lake, prices, of.Workers, order.Options.BatchSize) { To = order.AsOf };
        var market = order.Options.Market(of.Calendar, await bars.BenchmarkAsync(order.Options.Benchmark, ct), order.AsOf);
        return await FeatureParts.OpenAsync(lake, bars, order, market, new Progress<JobProgress>(), ct);
    }

    private static async Task<int> ComputeAsync(
        CommandContext context, PartStore store, FeatureParts parts, IReadOnlyList<FeaturePart> own, int all, CancellationToken ct)
    {
        var computed = 0;
        foreach (var part in own)
        {
            ct.ThrowIfCancellationRequested();
            if (store.Find(part.Fingerprint) is not null) continue;
            await parts.PrepareAsync(store, part, ct);
            computed++;
        }
        context.Output.WriteLine($"{Plural.Number(own.Count - computed)} found, {Plural.Number(computed)} computed of {Plural.Of(all, "part")}");
        return ExitCode.Ok;
    }

    private static int Show(CommandContext context, PartStore store, IReadOnlyList<FeaturePart> parts)
    {
        var missing = parts.Where(p => store.Find(p.Fingerprint) is null).ToList();
        foreach (var part in missing) context.Output.WriteLine($"missing: part {part.Number}, {part.Symbols[0]} to {part.Symbols[^1]}");
        context.Output.WriteLine($"{Plural.Number(parts.Count - missing.Count)} of {Plural.Of(parts.Count, "part")} computed");
        return ExitCode.Ok;
    }
}
