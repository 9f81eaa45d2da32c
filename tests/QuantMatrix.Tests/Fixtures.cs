namespace QuantMatrix.Tests;

/// <summary>Where the shared fixtures lie: <c>QM_FIXTURES</c>, else <c>../shared/fixtures</c> beside the repository. They are read in place.</summary>
public static class Fixtures
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Repository { get; } = FindRepository();

    public static string Root { get; } = System.IO.Path.GetFullPath(
        Environment.GetEnvironmentVariable("QM_FIXTURES") is { Length: > 0 } set ? set
            : System.IO.Path.Combine(Repository, "..", "shared", "fixtures"));

    public static bool Exist => Directory.Exists(Root);

    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    private static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "QuantMatrix.Batch.sln"))) return folder.FullName;
        throw new DirectoryNotFoundException($"found no QuantMatrix.Batch.sln above {AppContext.BaseDirectory}");
    }
}
