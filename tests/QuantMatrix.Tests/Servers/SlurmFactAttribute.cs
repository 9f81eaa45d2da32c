namespace QuantMatrix.Tests.Servers;

/// <summary>A fact that starts Slurm: skipped where its packages cannot be had, except in CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SlurmFactAttribute : FactAttribute
{
    internal const string Missing = "no Slurm: Debian's packages slurmctld, slurmd, slurm-client and munge could not be downloaded; apt-get update, then again";

    public SlurmFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("CI") != "true" && SlurmCluster.Programs.Value is null) Skip = Missing;
    }
}
