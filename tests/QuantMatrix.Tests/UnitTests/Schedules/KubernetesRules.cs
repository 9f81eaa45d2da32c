using k8s;
using k8s.Models;

namespace QuantMatrix.Tests.UnitTests.Schedules;

/// <summary>Reads manifests strictly and checks what a CronJob of this program needs.</summary>
internal static class KubernetesRules
{
    private static readonly Dictionary<string, Type> Types = new()
    {
        ["batch/v1/CronJob"] = typeof(V1CronJob), ["v1/PersistentVolumeClaim"] = typeof(V1PersistentVolumeClaim),
    };

    /// <returns>What is wrong; empty when the manifests are right.</returns>
    public static IReadOnlyList<string> Faults(string yaml)
    {
        try
        {
            var objects = KubernetesYaml.LoadAllFromString(yaml, Types, strict: true);
            var claims = objects.OfType<V1PersistentVolumeClaim>().Select(c => c.Metadata.Name).ToList();
            return [.. objects.OfType<V1CronJob>().SelectMany(job => Faults(job, claims))];
        }
        catch (Exception e) when (e is YamlDotNet.Core.YamlException or FormatException or InvalidCastException or KeyNotFoundException or ArgumentException)
        {
            return [e.Message];
        }
    }

    private static IEnumerable<string> Faults(V1CronJob job, IReadOnlyList<string> claims)
    {
        var (spec, template) = (job.Spec, job.Spec.JobTemplate.Spec);
        var pod = template.Template.Spec;
        if (job.ApiVersion != "batch/v1") yield return "API version";
        if (!Cronos.CronExpression.TryParse(spec.Schedule, out _) || spec.Schedule.Any("LW#?@=".Contains)) yield return "schedule";
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(spec.TimeZone ?? "", out _)) yield return "time zone";
        if (spec.ConcurrencyPolicy != "Forbid") yield return "concurrency policy";
        if (spec.StartingDeadlineSeconds is not >= 10) yield return "starting deadline";
        if (template.ActiveDeadlineSeconds is not > 0) yield return "active deadline";
        if (pod.RestartPolicy != "Never") yield return "restart policy, which must be Never beside a pod failure policy";
        if (pod.AutomountServiceAccountToken != false) yield return "service account token";
        if (!template.PodFailurePolicy.Rules.Any(r => r is { Action: "Ignore", OnPodConditions: [{ Type: "DisruptionTarget", Status: "True" }] }))
            yield return "a disrupted pod, which must not count as a failure";
        foreach (var fault in IsShard(template) ? ShardFaults(template) : RetryFaults(template)) yield return fault;
        foreach (var container in Containers(pod))
        {
            if (FinalCodes(template, container.Name) is not [64, 65, 78]) yield return "codes that are not retried";
            foreach (var fault in SecurityFaults(pod, container).Concat(ResourceFaults(pod, container, claims))) yield return fault;
        }
    }

    /// <summary>The CronJobs of manifests.</summary>
    public static IReadOnlyList<V1CronJob> Jobs(string yaml) => [.. KubernetesYaml.LoadAllFromString(yaml, strict: true).OfType<V1CronJob>()];

    private static bool IsShard(V1JobSpec job) => job.Template.Spec.Containers.Any(c => c.Args.Contains("shard"));

    private static IEnumerable<V1Container> Containers(V1PodSpec pod) => pod.Containers.Concat(pod.InitContainers ?? []);

    private static IEnumerable<string> RetryFaults(V1JobSpec job)
    {
        if (job.BackoffLimit is not > 0) yield return "backoff limit";
        if (job.BackoffLimitPerIndex is not null) yield return "backoff limit per index of a job without an index";
    }

    /// <summary>Each index is a shard, retried and given up by itself; a pod is replaced only once it has ended.</summary>
    private static IEnumerable<string> ShardFaults(V1JobSpec job)
    {
        if (job.CompletionMode != "Indexed") yield return "completion mode";
        if (job.BackoffLimitPerIndex is not > 0) yield return "backoff limit per index";
        if (job.PodReplacementPolicy != "Failed") yield return "pod replacement policy, which must be Failed beside a pod failure policy";
        if (job.Completions is not > 0 || job.Parallelism is not > 0) yield return "completions";
        var container = job.Template.Spec.Containers.Single();
        if (container.Args is not ["shard", "--shard", "auto"]) yield return "arguments";
        if (container.Env.SingleOrDefault(e => e.Name == "QM_SHARDS")?.Value != $"{job.Completions}") yield return "QM_SHARDS, which must be the completions";
    }

    private static int[] FinalCodes(V1JobSpec job, string container) => [.. job.PodFailurePolicy.Rules
        .Where(r => r.Action == (IsShard(job) ? "FailIndex" : "FailJob"))
        .Where(r => r.OnExitCodes is { OperatorProperty: "In" } codes && codes.ContainerName == container)
        .SelectMany(r => r.OnExitCodes.Values)];

    private static IEnumerable<string> SecurityFaults(V1PodSpec pod, V1Container container)
    {
        if (pod.SecurityContext is not { RunAsNonRoot: true, RunAsUser: > 0, FsGroup: > 0 }) yield return "user";
        if (pod.SecurityContext.SeccompProfile?.Type != "RuntimeDefault") yield return "seccomp";
        if (container.SecurityContext is not { ReadOnlyRootFilesystem: true, AllowPrivilegeEscalation: false }) yield return "container privileges";
        if (container.SecurityContext.Capabilities?.Drop is not ["ALL"]) yield return "capabilities";
        if (container.Env.Any(e => e.Value is not null && e.Name is not ("QM_DATA" or "QM_SHARDS")))
            yield return "a value in the manifest that belongs in the secret";
        if (!container.EnvFrom.Any(e => e.SecretRef is { Name: "quantmatrix" })) yield return "secret";
    }

    private static IEnumerable<string> ResourceFaults(V1PodSpec pod, V1Container container, IReadOnlyList<string> claims)
    {
        const decimal least = 512m * 1024 * 1024;
        if (container.Resources.Requests["memory"].ToDecimal() < least || container.Resources.Limits["memory"].ToDecimal() < least) yield return "memory";
        foreach (var mount in container.VolumeMounts.Where(m => pod.Volumes.All(v => v.Name != m.Name))) yield return $"volume of {mount.MountPath}";
        if (pod.Volumes.Any(v => v.PersistentVolumeClaim is { } claim && !claims.Contains(claim.ClaimName))) yield return "claim";
        if (!container.Env.Any(e => e.Name == "QM_DATA" && container.VolumeMounts.Any(m => m.MountPath == e.Value))) yield return "data directory";
        if (container.VolumeMounts.All(m => m.MountPath != "/tmp")) yield return "writable /tmp";
    }
}
