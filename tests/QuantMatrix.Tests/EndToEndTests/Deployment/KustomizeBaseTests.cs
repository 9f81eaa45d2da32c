using System.Diagnostics;
using k8s;
using k8s.Models;
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
    public void The_containers_run_as_the_user_of_the_image() => Jobs(DeployFile.Read(Manifests))
        .Select(job => $"{job.Spec.JobTemplate.Spec.Template.Spec.SecurityContext.RunAsUser}").Distinct().ShouldBe([DeployFile.User]);

    [Fact]
    public void The_base_lists_every_manifest() => DeployFile.Read("kubernetes/kustomization.yaml").ShouldContain(
        $"resources: [{string.Join(", ", Directory.EnumerateFiles(DeployFile.Path("kubernetes")).Select(Path.GetFileName).Except(["kustomization.yaml"]))}]");

    [KubectlFact]
    public void Kustomize_builds_the_base()
    {
        var start = new ProcessStartInfo(KubectlFactAttribute.Program, ["kustomize", DeployFile.Path("kubernetes")]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var yaml = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0);
        KubernetesRules.Faults(yaml).ShouldBeEmpty();
        Jobs(yaml).Select(j => j.Metadata.Name).ShouldBe(Jobs(DeployFile.Read(Manifests)).Select(j => j.Metadata.Name), ignoreOrder: true);
    }

    private static List<V1CronJob> Jobs(string yaml) => [.. KubernetesYaml.LoadAllFromString(yaml, strict: true).OfType<V1CronJob>()];
}

/// <summary>A fact that starts kubectl: skipped without it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KubectlFactAttribute : FactAttribute
{
    internal const string Program = "/usr/bin/kubectl";

    public KubectlFactAttribute() => Skip = File.Exists(Program) ? null : $"no {Program}";
}
