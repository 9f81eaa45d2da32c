using System.Globalization;
using System.Text.RegularExpressions;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.EndToEndTests.Schedulers;

/// <summary>A data root whose nights <c>deploy/slurm/night.sh</c> submits.</summary>
internal sealed partial class SlurmNight(SlurmNights nights, string data)
{
    private SlurmCluster Cluster => nights.Cluster;

    /// <summary>Lets a shard do something else, once, before it runs the program.</summary>
    /// <param name="script">May change the arguments and the environment.</param>
    public void Fault(int shard, string script) => File.WriteAllText($"{data}.fault.{shard}", script + "\n");

    /// <summary>Submits a night with four shards.</summary>
    public async Task<SubmittedNight> SubmitAsync()
    {
        var ended = await Cluster.RunAsync([Path.Combine(Fixtures.Repository, "deploy", "slurm", "night.sh")], nights.Variables(data));
        ended.ShouldBe(ExitCode.Ok, "order.json: 7 symbols as of");
        var jobs = Submitted().Match(ended.Output);
        return new(int.Parse(jobs.Groups[1].Value, CultureInfo.InvariantCulture), int.Parse(jobs.Groups[2].Value, CultureInfo.InvariantCulture));
    }

    /// <summary>Waits until a shard has stopped itself.</summary>
    /// <returns>Its process.</returns>
    public async Task<int> StoppedAsync(int shard)
    {
        var id = 0;
        await Wait.UntilAsync(() => Directory.GetFiles(Path.GetDirectoryName(data)!, $"{Path.GetFileName(data)}.fault.{shard}.*") is [var named]
            && (id = int.Parse(named.Split('.')[^1], CultureInfo.InvariantCulture)) > 0
            && Executable.IsStopped(id));
        return id;
    }

    /// <summary>Waits for the nightly run and checks what it published.</summary>
    /// <param name="says">What it says of the parts.</param>
    /// <returns>The shards, by number.</returns>
    public async Task<IReadOnlyList<SlurmJob>> EndedAsync(SubmittedNight night, string says)
    {
        IReadOnlyList<SlurmJob> finish = [];
        await Wait.UntilAsync(async () =>
        {
            await Task.Delay(200);
            return (finish = await Cluster.JobsAsync(night.Finish)).All(job => job.HasEnded);
        });
        var said = File.ReadAllText(Path.Combine(Cluster.Folder, $"slurm-{night.Finish}.out"));
        finish.ShouldHaveSingleItem().State.ShouldBe("COMPLETED", said);
        said.ShouldContain(says);
        LakeFiles.Computed(data).ShouldBe(nights.Expected);
        return [.. (await Cluster.JobsAsync(night.Shards)).OrderBy(job => job.Task)];
    }

    [GeneratedRegex(@"submitted: shards (\d+), nightly run (\d+)\n$")]
    private static partial Regex Submitted();
}

/// <summary>The jobs of a night.</summary>
internal sealed record SubmittedNight(int Shards, int Finish);
