namespace QuantMatrix.Tests;

/// <summary>Recorded payloads and long series outside the project, read in place: <c>QM_FIXTURES</c>, by default <c>../shared/fixtures</c>.</summary>
public static class Fixtures
{
    /// <summary>The directory that holds the solution.</summary>
    public static string Repository { get; } = FindRepository();

    public static string Root { get; } = System.IO.Path.GetFullPath(
        Environment.GetEnvironmentVariable("QM_FIXTURES") is { Length: > 0 } set ? set
            : System.IO.Path.Combine(Repository, "..", "shared", "fixtures"));

    public static bool Exist => Directory.Exists(Root);

    /// <summary>Why a test of fixtures is skipped; null where they exist, and in CI, where it must run and so fails without them.</summary>
    public static string? SkipReason { get; } = SkipReasonOf(Root, Environment.GetEnvironmentVariable("CI"));

    internal static string? SkipReasonOf(string root, string? ci) =>
        Directory.Exists(root) || ci == "true" ? null : $"no fixtures in {root}; set QM_FIXTURES to their directory";

    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    private static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "QuantMatrix.Batch.sln"))) return folder.FullName;
        throw new DirectoryNotFoundException($"found no QuantMatrix.Batch.sln above {AppContext.BaseDirectory}");
    }
}

/// <summary>A fact that needs the fixtures: skipped without them, failed without them in CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FixtureFactAttribute : FactAttribute
{
    public FixtureFactAttribute() => Skip = Fixtures.SkipReason;
}

/// <summary>A theory that needs the fixtures: one skipped test without them, failed without them in CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FixtureTheoryAttribute : TheoryAttribute
{
    public FixtureTheoryAttribute() => Skip = Fixtures.SkipReason;
}
