namespace QuantMatrix.Tests;

/// <summary>A fact that needs the shared fixtures: skipped where they are missing, but run, and so failing, when <c>CI</c> is <c>true</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FixtureFactAttribute : FactAttribute
{
    public FixtureFactAttribute()
    {
        if (!Fixtures.Exist && Environment.GetEnvironmentVariable("CI") != "true")
            Skip = $"found no fixtures in {Fixtures.Root}; set QM_FIXTURES";
    }
}
