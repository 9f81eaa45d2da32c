namespace QuantMatrix.Tests.EndToEndTests.Schedulers;

/// <summary>A fact that asks systemd-analyze: skipped without it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SystemdFactAttribute : FactAttribute
{
    internal const string Program = "/usr/bin/systemd-analyze";

    internal static string? SkipReason => File.Exists(Program) ? null : $"no {Program}";

    public SystemdFactAttribute() => Skip = SkipReason;
}

/// <summary>A theory that asks systemd-analyze: skipped without it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SystemdTheoryAttribute : TheoryAttribute
{
    public SystemdTheoryAttribute() => Skip = SystemdFactAttribute.SkipReason;
}
