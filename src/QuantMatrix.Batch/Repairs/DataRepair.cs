using QuantMatrix.Batch.Cli;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Jobs;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Batch.Verification;
using QuantMatrix.Lake;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Repairs;

/// <summary>Rebuilds damaged files: bars are fetched again, features are computed again, other tables are dropped where that is allowed.</summary>
/// <remarks>Each step is one commit; a repair that is killed is repeated.</remarks>
internal sealed class DataRepair(CommandContext context, JobFile jobs, RunLock runLock, bool acceptLoss)
{
    /// <summary>Tables that later nights fill again by themselves.</summary>
    private static readonly string[] Forgettable =
    [
        FetchDepth.Table.Name, StoredConflict.Table.Name, SymbolInfo.Table.Name, BreadthTable.Table.Name, StructureTable.Table.Name,
    ];

    public required string RunId { get; init; }

    /// <summary>How long to wait while another run publishes to a server.</summary>
    public TimeSpan Wait { get; init; }

    /// <returns>Whether nothing is damaged any more.</returns>
    public async Task<bool> RunAsync(CancellationToken ct)
    {
        using var lake = context.RunServices.OpenLake(context.Settings);
        (lake.BeforePublish, lake.Token) = (runLock.RequireHeld, runLock.Token);
        foreach (var done in new LakeDamage(lake).RepairManifest(acceptLoss)) context.Output.WriteLine(done);
        var manifest = lake.Unchecked();
        var damaged = lake.Damaged(manifest, _ => true).Select(d => d.File).ToList();
        var isWhole = DropOthers(lake, [.. damaged.Where(f => f.Table is not (PriceData.Name or FeatureTable.Name))]);
        if (damaged.Any(f => f.Table is PriceData.Name or FeatureTable.Name)) isWhole = await RebuildAsync(manifest, damaged, isWhole, ct);
        lake.WriteViews();
        return isWhole;
    }

    /// <summary>Bars first: features are computed from them.</summary>
    private async Task<bool> RebuildAsync(Manifest manifest, List<LakeFile> damaged, bool isWhole, CancellationToken ct)
    {
        var origin = new FeatureOrigin(manifest);
        var start = new RunStart(RunId, origin.AsOf(), Environment.ProcessorCount, context.Settings, context.Time)
        {
            File = jobs, Lock = runLock, AllowOlder = true, Wait = Wait,
        };
        using var run = await context.RunServices.OpenRunAsync(start, ct);
        var repair = new BarRepair(run, manifest, damaged, acceptLoss);
        foreach (var file in damaged.Where(f => f.Table == PriceData.Name).OrderBy(f => f.Path, StringComparer.Ordinal))
        {
            var result = await repair.RunAsync(file, ct);
            context.Output.WriteLine($"{file.Path}: {(result.IsRepaired ? "" : "NOT repaired: ")}{result.Text}");
            isWhole &= result.IsRepaired;
        }
        var features = damaged.Where(f => f.Table == FeatureTable.Name).ToList();
        if (features.Count > 0 && isWhole) await RecomputeAsync(run, origin, features, ct);
        else if (features.Count > 0) context.Output.WriteLine("features: NOT repaired: they are computed when the other files are repaired");
        return isWhole;
    }

    /// <summary>A repair killed after the first commit leaves no features; the next run computes them.</summary>
    private async Task RecomputeAsync(RunContext run, FeatureOrigin origin, List<LakeFile> features, CancellationToken ct)
    {
        var given = RecomputeIndicatorsUniverseOptions.Of(jobs);
        var options = origin.Options(given);
        var commit = run.Lake.BeginRepair(RunId);
        commit.Drop(features);
        commit.Publish();
        Failpoint.RepairFeaturesDropped.Reach();
        var result = await new RecomputeIndicatorsUniverseJob().RunAsync(options ?? given, run, new Progress<JobProgress>(), ct);
        var exact = features.Select(f => f.Hash).Except(run.Lake.Unchecked().Of(FeatureTable.Name).Select(f => f.Hash)).ToList() is [];
        context.Output.WriteLine($"features: {result.Summary}; {(exact ? "equal to the lost file bit for bit" : "the file differs from the lost one")}"
            + (options is null ? "; computed with the options of jobs.yaml, those of the lost rows are not known" : ""));
    }

    private bool DropOthers(DataLake lake, List<LakeFile> damaged)
    {
        foreach (var file in damaged)
        {
            var allowed = acceptLoss || Forgettable.Contains(file.Table);
            context.Output.WriteLine($"{file.Path}: {(allowed ? "" : "NOT repaired: ")}{Plural.Of(file.Rows, "row")} of {file.Table} "
                + Forgettable.Contains(file.Table) switch
                {
                    true => "dropped; later nights fill the table again",
                    false when allowed => "lost: no source has them",
                    false => "cannot be rebuilt: no source has them. Restore a backup (./run.sh restore), or give them up (./run.sh repair --accept-loss)",
                });
        }
        var dropped = damaged.Where(f => acceptLoss || Forgettable.Contains(f.Table)).ToList();
        var commit = lake.BeginRepair(RunId);
        commit.Drop(dropped);
        commit.Publish();
        return dropped.Count == damaged.Count;
    }
}
