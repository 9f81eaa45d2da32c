using System.Diagnostics;

namespace QuantMatrix.Tests.Servers;

/// <summary>Programs of Debian packages for tests, unpacked into a temporary directory: nothing is installed, and no service is started.</summary>
internal static class DebianPackages
{
    private const string Options = "-qq -o Acquire::Retries=0 -o Acquire::http::Timeout=5";

    /// <summary>Unpacks packages together with those they need that are not installed, unless an earlier test has.</summary>
    /// <param name="name">Of the directory, the same for all test processes.</param>
    /// <returns>The directory; null where the packages cannot be downloaded.</returns>
    public static string? Unpack(string name, params string[] packages)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"qm-test-{name}-packages");
        if (Directory.Exists(folder)) return folder;
        var install = $"apt-get {Options} -s --no-install-recommends install {string.Join(' ', packages)}";
        Succeeds($"""
            d=$(mktemp -d); trap 'rm -rf "$d"' EXIT; cd "$d"; mkdir unpacked
            names=$({install} | sed -n 's/^Inst \([^ ]*\) .*/\1/p'); [ -n "$names" ] && apt-get {Options} download $names || exit
            for package in *.deb; do dpkg -x "$package" unpacked || exit; done; chmod 755 unpacked; mv -T unpacked '{folder}'
            """);
        return Directory.Exists(folder) ? folder : null;
    }

    public static bool Succeeds(string command)
    {
        using var shell = Process.Start("sh", ["-c", $"({command}) >/dev/null 2>&1"]);
        shell.WaitForExit();
        return shell.ExitCode == 0;
    }
}
