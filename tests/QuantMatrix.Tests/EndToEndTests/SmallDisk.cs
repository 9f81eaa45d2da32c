using System.Diagnostics;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>A disk in memory that a test can fill; for a <see cref="SmallDiskTheoryAttribute"/>.</summary>
internal sealed class SmallDisk : IDisposable
{
    public SmallDisk(string path, int megabytes)
    {
        Path = path;
        Directory.CreateDirectory(path);
        Shell($"mount -t tmpfs -o size={megabytes}m tmpfs '{path}'");
    }

    public string Path { get; }

    private string Ballast => System.IO.Path.Combine(Path, "ballast");

    /// <summary>Leaves room for so much.</summary>
    public void Fill(int roomKilobytes)
    {
        var room = new DriveInfo(Path).AvailableFreeSpace;
        File.WriteAllBytes(Ballast, new byte[room - (roomKilobytes * 1024L)]);
    }

    public void Empty() => File.Delete(Ballast);

    public void MakeReadOnly() => Shell($"mount -o remount,ro '{Path}'");

    public void Dispose() => Shell($"umount -l '{Path}'");

    private static void Shell(string command)
    {
        using var shell = Process.Start("sh", ["-c", command]);
        shell.WaitForExit();
        if (shell.ExitCode != 0) throw new InvalidOperationException($"{command}: exit {shell.ExitCode}");
    }
}
