namespace QuantMatrix.Tests.EndToEndTests.Deployment;

/// <summary>The files of <c>deploy/</c>.</summary>
internal static class DeployFile
{
    /// <summary>The user of the containers, which the base image of .NET defines as <c>app</c>.</summary>
    public const string User = "1654";

    public static string Path(string name) => System.IO.Path.Combine(Fixtures.Repository, "deploy", name);

    public static string Read(string name) => File.ReadAllText(Path(name));

    /// <summary>Whether a tag names a version; <c>latest</c> and no tag do not.</summary>
    public static bool IsPinned(string image) => image[(image.LastIndexOf('/') + 1)..].Split(':') is [_, var tag] && tag != "latest";
}
