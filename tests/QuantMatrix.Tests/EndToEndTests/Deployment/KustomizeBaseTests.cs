using QuantMatrix.Batch.Graph;
using QuantMatrix.Tests.UnitTests.Schedules;

namespace QuantMatrix.Tests.EndToEndTests.Deployment;

public class KustomizeBaseTests
{
    private const string Manifests = "kubernetes/cronjobs.yaml";

    [Fact]
    public async Task The_manifests_are_the_export_of_the_committed_schedules()
    {
        using var trial = new Trial();
        var export = await trial.CallAsync("export", "k8s");
        export.ShouldBe(ExitCode.Ok);
        DeployFile.Read(Manifests).ShouldBe(export.Output, "renew them: ./run.sh export k8s > deploy/kubernetes/cronjobs.yaml");
        KubernetesRules.Faults(export.Output).ShouldBeEmpty();
    }

    [Fact]
    public void The_containers_run_as_the_user_of_the_image() => KubernetesRules.Jobs(DeployFile.Read(Manifests))
        .Select(job => $"{job.Spec.JobTemplate.Spec.Template.Spec.SecurityContext.RunAsUser}").Distinct().ShouldBe([DeployFile.User]);

    [Fact]
    public void The_base_lists_every_manifest() => DeployFile.Read("kubernetes/kustomization.yaml").ShouldContain(
        $"resources: [{string.Join(", ", Directory.EnumerateFiles(DeployFile.Path("kubernetes")).Select(Path.GetFileName).Except(["kustomization.yaml"]))}]");

    [KubectlFact]
    public async Task Kustomize_builds_the_base()
    {
        var yaml = await KubectlFactAttribute.BuildAsync("kubernetes");
        KubernetesRules.Faults(yaml).ShouldBeEmpty();
        KubernetesRules.Jobs(yaml).Select(j => j.Metadata.Name)
            .ShouldBe(KubernetesRules.Jobs(DeployFile.Read(Manifests)).Select(j => j.Metadata.Name), ignoreOrder: true);
    }
}

/// <summary>A fact that starts kubectl: skipped without it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KubectlFactAttribute : FactAttribute
{
    private const string Program = "/usr/bin/kubectl";

    public KubectlFactAttribute() => Skip = File.Exists(Program) ? null : $"no {Program}";

    /// <summary>The manifests of a folder of <c>deploy/</c>.</summary>
    internal static async Task<string> BuildAsync(string folder)
    {
        var built = await Ended.OfAsync(new(Program, ["kustomize", DeployFile.Path(folder)]));
        built.ShouldBe(0);
        return built.Output;
    }
}
