using System.Diagnostics;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.EndToEndTests.Schedulers;

/// <summary>The scripts of <c>deploy/slurm</c> on a cluster: whatever a shard does, the night leaves the files of a run without shards.</summary>
[Trait("class", "servers")]
public sealed class SlurmNightTests(SlurmNights nights) : IClassFixture<SlurmNights>
{
    private const string Pause = "export QM_FAILPOINT=lake.after_file:pause", AllFound = "4 parts found, 0 computed";

    [SlurmFact]
    public async Task The_run_takes_every_part_of_shards_that_all_succeed()
    {
        var night = nights.New();
        (await night.EndedAsync(await night.SubmitAsync(), AllFound)).ShouldAllBe(shard => shard.Exit == "0:0");
    }

    [SlurmFact]
    public async Task The_run_computes_the_parts_of_a_killed_shard()
    {
        var night = nights.New();
        night.Fault(1, Pause);
        var submitted = await night.SubmitAsync();
        Process.GetProcessById(await night.StoppedAsync(1)).Kill();
        (await night.EndedAsync(submitted, "3 parts found, 1 computed")).Select(shard => shard.Exit).ShouldBe(["0:0", "0:9", "0:0", "0:0"]);
    }

    [SlurmFact]
    public async Task The_run_computes_the_parts_of_a_shard_that_ends_as_temporary_or_unfit()
    {
        var night = nights.New();
        night.Fault(0, "set -- \"$@\" --order \"$QM_DATA.none\"");
        night.Fault(2, "echo '{' >\"$QM_DATA.damaged\"; set -- \"$@\" --order \"$QM_DATA.damaged\"");
        (await night.EndedAsync(await night.SubmitAsync(), "2 parts found, 2 computed")).Select(shard => shard.Exit).ShouldBe(["75:0", "0:0", "65:0", "0:0"]);
    }

    /// <summary>A step that outlives its daemon for a moment may report the shard as killed; else it runs again on the other node.</summary>
    [SlurmFact]
    public async Task The_night_of_a_shard_whose_node_is_lost_is_complete()
    {
        var night = nights.New();
        night.Fault(3, Pause);
        var submitted = await night.SubmitAsync();
        await night.StoppedAsync(3);
        var lost = (await nights.Cluster.JobsAsync(submitted.Shards)).Single(shard => shard.Task == 3).Node;
        nights.Cluster.LoseNode(lost);
        try
        {
            var shard = (await night.EndedAsync(submitted, " parts found, "))[3];
            (shard.Exit, shard.Restarts, shard.Node == lost).ShouldBeOneOf(("0:0", 1, false), ("0:9", 0, true));
        }
        finally
        {
            nights.Cluster.StartNode(lost);
        }
    }

    [SlurmFact]
    public async Task Of_two_nights_at_once_one_runs_after_the_other()
    {
        var night = nights.New();
        var first = await night.SubmitAsync();
        var second = await night.SubmitAsync();
        await night.EndedAsync(first, AllFound);
        await night.EndedAsync(second, "35 rows unchanged");
    }
}
