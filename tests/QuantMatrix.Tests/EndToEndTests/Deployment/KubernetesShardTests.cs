using k8s;
using k8s.Models;
using QuantMatrix.Batch.Config;
using QuantMatrix.Tests.UnitTests.Schedules;

namespace QuantMatrix.Tests.EndToEndTests.Deployment;

/// <summary>The manifests that compute features in shards.</summary>
public class KubernetesShardTests
{
    private const string Overlay = "kubernetes-shards";

    private static readonly string Shards = DeployFile.Read($"{Overlay}/shards.yaml"), Base = DeployFile.Read("kubernetes/cronjobs.yaml");

    /// <summary>Values that the schemas refuse, also where the rules below do not look.</summary>
    private static readonly (string Text, string Instead)[] OutsideTheSchema =
    [
        ("completionMode: Indexed", "completionMode: Index"), ("completions: 4", "completions: four"), ("parallelism: 4", "parallelism: 4.5"),
        ("concurrencyPolicy: Forbid", "concurrencyPolicy: Refuse"), ("podReplacementPolicy: Failed", "podReplacementPolicy: 1"),
        ("action: FailIndex", "action: FailShard"), ("operator: In", "operator: Is"), ("memory: 2Gi", "memory: 2 Gi"), ("cpu: 250m", "cpu: quarter"),
        ("restartPolicy: Never", "restartPolicy: Sometimes"), ("          containers:", "          pods:"),
    ];

    [Fact]
    public void The_manifests_are_right_beside_those_of_the_base() => KubernetesRules.Faults(WithBase(Shards)).ShouldBeEmpty();

    /// <summary>The check above refuses each of these changes.</summary>
    [Theory]
    [InlineData("completionMode: Indexed", "completionMode: NonIndexed")]
    [InlineData("      completionMode: Indexed\n", "")]
    [InlineData("completionMode: Indexed", "completionmode: Indexed")]
    [InlineData("completions: 4", "completions: 5")]
    [InlineData("      parallelism: 4\n", "")]
    [InlineData("backoffLimitPerIndex: 3", "backoffLimit: 3")]
    [InlineData("backoffLimitPerIndex: 3", "backoffLimitPerIndex: three")]
    [InlineData("backoffLimit: 6", "backoffLimitPerIndex: 6")]
    [InlineData("podReplacementPolicy: Failed", "podReplacementPolicy: TerminatingOrFailed")]
    [InlineData("action: FailIndex", "action: FailJob")]
    [InlineData("onExitCodes: {containerName: fetch,", "onExitCodes: {containerName: init,")]
    [InlineData("onPodConditions: [{type: DisruptionTarget, status: \"True\"}]", "onPodConditions: [{type: DisruptionTarget, status: \"False\"}]")]
    [InlineData("onPodConditions:", "onPodCondition:")]
    [InlineData("\"shard\", \"--shard\", \"auto\"", "\"shard\", \"--shard\", \"0/4\"")]
    [InlineData("{name: QM_SHARDS, value: \"4\"}", "{name: QM_SHARDS, value: \"3\"}")]
    [InlineData("schedule: \"45 2 * * *\"", "schedule: \"45 2 * * 8\"")]
    [InlineData("claimName: quantmatrix-data", "claimName: data")]
    public void A_changed_manifest_is_refused(string text, string instead)
    {
        Shards.ShouldContain(text);
        KubernetesRules.Faults(WithBase(Shards.Replace(text, instead, StringComparison.Ordinal))).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task The_schemas_accept_all_manifests_and_refuse_changed_ones()
    {
        var changed = OutsideTheSchema.Select(c => Shards.Replace(c.Text, c.Instead, StringComparison.Ordinal)).ToList();
        changed.ShouldNotContain(Shards);
        var faults = await KubernetesSchemas.FaultsAsync([Base, Shards, .. changed]);
        faults.Take(2).ShouldAllBe(fault => fault == null);
        OutsideTheSchema.Zip(faults.Skip(2)).Where(c => c.Second is null).Select(c => c.First).ShouldBeEmpty();
    }

    /// <summary>The shards start before the nightly run and after the order.</summary>
    [Fact]
    public void The_nightly_run_follows_the_shards_and_these_the_order()
    {
        var jobs = KubernetesRules.Jobs(WithBase(Shards)).ToDictionary(j => j.Metadata.Name);
        string[] order = ["fetch-and-order", "compute-shards", "restore-daily-coverage-tracked"];
        var midnight = new DateTime(2026, 1, 5, 0, 0, 0, DateTimeKind.Utc);
        order.Select(name => Cronos.CronExpression.Parse(jobs[name].Spec.Schedule).GetNextOccurrence(midnight)).ShouldBeInOrder();
    }

    [Fact]
    public void Each_pod_finds_its_shard()
    {
        var spec = KubernetesRules.Jobs(Shards)[^1].Spec.JobTemplate.Spec;
        var variables = spec.Template.Spec.Containers.Single().Env.ToDictionary(e => e.Name, e => e.Value);
        for (var i = 0; i < spec.Completions!.Value; i++)
        {
            variables["JOB_COMPLETION_INDEX"] = $"{i}"; // set by Kubernetes
            ShardChoice.Of("auto", variables).ShouldBe(new(i, 4));
        }
    }

    private static string WithBase(string shards) => $"{Base}---\n{shards}";

    [KubectlFact]
    public async Task Kustomize_builds_the_base_with_shards_on_a_volume_of_several_nodes()
    {
        var yaml = await KubectlFactAttribute.BuildAsync(Overlay);
        KubernetesRules.Faults(yaml).ShouldBeEmpty();
        var objects = KubernetesYaml.LoadAllFromString(yaml, strict: true);
        objects.OfType<V1CronJob>().Count().ShouldBe(5);
        objects.OfType<V1PersistentVolumeClaim>().Single().Spec.AccessModes.ShouldBe(["ReadWriteMany"]);
    }
}
