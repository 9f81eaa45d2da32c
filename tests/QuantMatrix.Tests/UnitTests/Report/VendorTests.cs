using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;

namespace QuantMatrix.Tests.UnitTests.Report;

/// <summary>The embedded libraries are the files of the packages that the lock file names.</summary>
[Trait("class", "slow")]
public class VendorTests
{
    private static readonly string Folder = Path.Combine(Fixtures.Repository, "src", "QuantMatrix.Report", "Web", "vendor");

    [Theory]
    [InlineData("lightweight-charts.standalone.production.js", "e21cc5caa0226ef30bd8549c50b9ef926615f2a4ee6b4e486353477a55f598cf")]
    [InlineData("d3-hierarchy.min.js", "971f374ce9fdbec711eb2358003e2bb755bff22ec6852dc5ebd59f987270db64")]
    public void An_embedded_library_has_the_recorded_hash(string file, string hash) =>
        Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(Folder, file)))).ShouldBe(hash);

    /// <summary>npm compares each package with the integrity in the lock file. Without npm or a registry only the recorded hashes hold.</summary>
    [Fact]
    public void An_embedded_library_equals_the_file_of_its_package()
    {
        using var folder = new TempFolder();
        foreach (var file in new[] { "package.json", "package-lock.json" }) File.Copy(Path.Combine(Folder, file), folder[file]);
        if (!TryInstall(folder.Path)) return;
        foreach (var file in new[] { "lightweight-charts/dist/lightweight-charts.standalone.production.js", "d3-hierarchy/dist/d3-hierarchy.min.js" })
            File.ReadAllBytes(folder["node_modules", file]).ShouldBe(File.ReadAllBytes(Path.Combine(Folder, Path.GetFileName(file))));
    }

    [Fact]
    public void The_lock_file_names_no_registry() => File.ReadAllText(Path.Combine(Folder, "package-lock.json")).ShouldNotContain("\"resolved\"");

    /// <exception cref="InvalidOperationException">A package differs from the lock file.</exception>
    private static bool TryInstall(string folder)
    {
        try
        {
            using var npm = Process.Start(new ProcessStartInfo("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
            {
                WorkingDirectory = folder, RedirectStandardError = true,
            })!;
            var error = npm.StandardError.ReadToEnd();
            npm.WaitForExit();
            return npm.ExitCode == 0 || (error.Contains("EINTEGRITY", StringComparison.Ordinal) ? throw new InvalidOperationException(error) : false);
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
