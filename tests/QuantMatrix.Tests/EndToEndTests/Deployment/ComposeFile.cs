using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace QuantMatrix.Tests.EndToEndTests.Deployment;

/// <summary>Reads a compose file strictly, as far as this project uses the format, and checks what its services need.</summary>
internal static class ComposeFile
{
    /// <returns>What is wrong; empty when the file is right.</returns>
    public static IReadOnlyList<string> Faults(string text)
    {
        try
        {
            var file = new DeserializerBuilder().WithDuplicateKeyChecking().Build().Deserialize<Project>(text);
            return [.. file.Services.SelectMany(s => ServiceFaults(file, s.Key, s.Value)), .. BatchFaults(file.Services["batch"]), .. NetworkFaults(file)];
        }
        catch (Exception e) when (e is YamlException or KeyNotFoundException)
        {
            return [e.Message];
        }
    }

    private static IEnumerable<string> ServiceFaults(Project file, string name, Service service)
    {
        if (!DeployFile.IsPinned(service.Image.Replace("${VERSION:-local}", "1", StringComparison.Ordinal))) yield return $"{name}: image without a version";
        foreach (var volume in service.Volumes.Where(v => !file.Volumes.ContainsKey(v.Split(':')[0]))) yield return $"{name}: volume {volume}";
        foreach (var network in service.Networks.Where(n => !file.Networks.ContainsKey(n))) yield return $"{name}: network {network}";
        foreach (var secret in service.Secrets.Where(s => !file.Secrets.ContainsKey(s))) yield return $"{name}: secret {secret}";
        foreach (var (other, needed) in service.DependsOn)
            if (needed.Condition != "service_healthy" || file.Services.GetValueOrDefault(other)?.Healthcheck is not { Test: ["CMD", ..], Retries: > 0 })
                yield return $"{name}: no healthy {other}";
        foreach (var (variable, value) in service.Environment)
            if (variable.EndsWith("_FILE", StringComparison.Ordinal) ? !service.Secrets.Any(s => value == $"/run/secrets/{s}") : IsSecret(variable, value))
                yield return $"{name}: {variable} must be a secret of the service";
    }

    private static bool IsSecret(string variable, string value) => variable.EndsWith("PASSWORD", StringComparison.Ordinal)
        || variable.EndsWith("KEY", StringComparison.Ordinal) || variable == "QM_POSTGRES" || value.Contains("password", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> BatchFaults(Service batch)
    {
        if (batch.User != $"{DeployFile.User}:{DeployFile.User}") yield return "batch: user";
        if (!batch.ReadOnly || !batch.Tmpfs.Contains("/tmp")) yield return "batch: read-only file system with a writable /tmp";
        if (batch.CapDrop is not ["ALL"] || !batch.SecurityOpt.Contains("no-new-privileges:true")) yield return "batch: privileges";
        if (!batch.Volumes.Any(v => v.EndsWith(":/data", StringComparison.Ordinal))) yield return "batch: volume for /data";
        if (!batch.DependsOn.Keys.Order().SequenceEqual(["postgres", "redis"])) yield return "batch: servers";
        if (!batch.Environment.ContainsKey("QM_POSTGRES_FILE") || !batch.Environment.ContainsKey("QM_REDIS")) yield return "batch: connections";
        if (batch.Profiles is []) yield return "batch: a profile, so that 'up' does not start it";
        if (batch.Build is null || !File.Exists(Path.Combine(DeployFile.Path(batch.Build.Context), batch.Build.Dockerfile))) yield return "batch: Dockerfile";
    }

    /// <summary>The servers are on an internal network, without ports; the batch also reaches the providers.</summary>
    private static IEnumerable<string> NetworkFaults(Project file)
    {
        foreach (var (name, service) in file.Services)
        {
            var outside = service.Networks.Where(n => file.Networks.GetValueOrDefault(n)?.Internal != true).ToList();
            if (name == "batch" ? outside is [] : outside is not []) yield return $"{name}: network";
        }
    }

    internal sealed class Project
    {
        [YamlMember(Alias = "name")] public string Name { get; init; } = "";
        [YamlMember(Alias = "services")] public Dictionary<string, Service> Services { get; init; } = [];
        [YamlMember(Alias = "volumes")] public Dictionary<string, object?> Volumes { get; init; } = [];
        [YamlMember(Alias = "networks")] public Dictionary<string, Network?> Networks { get; init; } = [];
        [YamlMember(Alias = "secrets")] public Dictionary<string, SecretFile> Secrets { get; init; } = [];
    }

    internal sealed class Service
    {
        [YamlMember(Alias = "image")] public string Image { get; init; } = "";
        [YamlMember(Alias = "build")] public ImageBuild? Build { get; init; }
        [YamlMember(Alias = "restart")] public string Restart { get; init; } = "";
        [YamlMember(Alias = "command")] public string[] Command { get; init; } = [];
        [YamlMember(Alias = "profiles")] public string[] Profiles { get; init; } = [];
        [YamlMember(Alias = "depends_on")] public Dictionary<string, Dependency> DependsOn { get; init; } = [];
        [YamlMember(Alias = "environment")] public Dictionary<string, string> Environment { get; init; } = [];
        [YamlMember(Alias = "env_file")] public EnvironmentFile[] EnvironmentFiles { get; init; } = [];
        [YamlMember(Alias = "secrets")] public string[] Secrets { get; init; } = [];
        [YamlMember(Alias = "volumes")] public string[] Volumes { get; init; } = [];
        [YamlMember(Alias = "networks")] public string[] Networks { get; init; } = [];
        [YamlMember(Alias = "healthcheck")] public HealthCheck? Healthcheck { get; init; }
        [YamlMember(Alias = "user")] public string User { get; init; } = "";
        [YamlMember(Alias = "read_only")] public bool ReadOnly { get; init; }
        [YamlMember(Alias = "tmpfs")] public string[] Tmpfs { get; init; } = [];
        [YamlMember(Alias = "cap_drop")] public string[] CapDrop { get; init; } = [];
        [YamlMember(Alias = "security_opt")] public string[] SecurityOpt { get; init; } = [];
        [YamlMember(Alias = "mem_limit")] public string MemoryLimit { get; init; } = "";
        [YamlMember(Alias = "stop_grace_period")] public string StopGracePeriod { get; init; } = "";
    }

    internal sealed class ImageBuild
    {
        [YamlMember(Alias = "context")] public string Context { get; init; } = "";
        [YamlMember(Alias = "dockerfile")] public string Dockerfile { get; init; } = "";
        [YamlMember(Alias = "args")] public Dictionary<string, string> Arguments { get; init; } = [];
    }

    internal sealed class Dependency
    {
        [YamlMember(Alias = "condition")] public string Condition { get; init; } = "";
    }

    internal sealed class EnvironmentFile
    {
        [YamlMember(Alias = "path")] public string Path { get; init; } = "";
        [YamlMember(Alias = "required")] public bool Required { get; init; }
    }

    internal sealed class HealthCheck
    {
        [YamlMember(Alias = "test")] public string[] Test { get; init; } = [];
        [YamlMember(Alias = "interval")] public string Interval { get; init; } = "";
        [YamlMember(Alias = "timeout")] public string Timeout { get; init; } = "";
        [YamlMember(Alias = "retries")] public int Retries { get; init; }
    }

    internal sealed class Network
    {
        [YamlMember(Alias = "internal")] public bool Internal { get; init; }
    }

    internal sealed class SecretFile
    {
        [YamlMember(Alias = "file")] public string File { get; init; } = "";
    }
}
