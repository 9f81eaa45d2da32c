namespace QuantMatrix.Tests;

/// <summary>A theory over the shared fixtures: reported as skipped where they are missing, but run, and so failed, in CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FixtureTheoryAttribute : TheoryAttribute
{
    public FixtureTheoryAttribute() => Skip = new FixtureFactAttribute().Skip;
}
