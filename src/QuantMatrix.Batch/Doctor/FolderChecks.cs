using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Lake;

namespace QuantMatrix.Batch.Doctor;

/// <summary>Tests the folders of the program: whether they are there, may be written, and have locks.</summary>
internal sealed class FolderChecks(Settings settings)
{
    private static readonly string[] Needed = ["jobs.yaml", "sql/audits", "sql/postgres", "data/calendar", "data/constituents"];

    private static readonly EnumerationOptions Accessible = new() { RecurseSubdirectories = true, IgnoreInaccessible = true };

    private DataRoot Data => settings.Data;

    /// <summary>The directory itself, or the nearest above it that exists.</summary>
    internal static string Existing(string directory) =>
        Directory.Exists(directory) || Path.GetDirectoryName(directory) is not { } parent ? directory : Existing(parent);

    public Checkup Home()
    {
        const string fix = "unset QM_HOME   # run.sh sets it; else restore the files: git checkout .";
        var missing = Needed.Where(name => !Path.Exists(Path.Combine(settings.Home, name))).ToList();
        return missing.Count == 0 ? Checkup.Ok("program", settings.Home)
            : Checkup.Fail("program", $"{settings.Home} has no {string.Join(", ", missing)}", fix);
    }

    public Checkup Rights()
    {
        const string what = "data root";
        string[] paths =
        [
            Data.Path, Data.Runs, Path.Combine(Data.Runs, "run.lock"), Path.Combine(Data.Runs, "open"), Data.Lake, Data.Embedded,
            .. Directory.Exists(Data.Embedded) ? Directory.GetFiles(Data.Embedded) : [],
            Data.Cache, .. Directory.Exists(Data.Cache) ? Directory.GetFiles(Data.Cache) : [],
            .. Directory.Exists(Data.Lake) ? Directory.GetDirectories(Data.Lake, "*", Accessible) : [],
        ];
        var exists = Directory.Exists(Data.Path);
        foreach (var path in exists ? paths.Where(Path.Exists) : [Existing(Data.Path)])
            if (FileProbe.WriteFault(path) is not 0 and var error)
                return Checkup.Fail(what, $"{path}: {Environment.UserName} cannot write: {FileProbe.Message(error)}", Fix(path, error));
        return Checkup.Ok(what, exists ? $"{Data.Path}, writable" : $"{Data.Path} does not exist yet; the first run creates it");
    }

    private string Fix(string path, int error) => error == FileProbe.ReadOnlyFileSystem
        ? $"mount -o remount,rw {new DriveInfo(path).Name}   # or set QM_DATA to another directory"
        : $"sudo chown -R {Environment.UserName} {Data.Path}   # or set QM_DATA to another directory";

    public IEnumerable<Checkup> Textfile() => settings.Observers.TextfileDirectory is not { } directory ? []
        : FileProbe.WriteFault(directory) is not 0 and var error
            ? [Checkup.Warn("textfile", $"QM_TEXTFILE_DIR: {directory}: {FileProbe.Message(error)}", $"sudo install -d -o {Environment.UserName} {directory}")]
            : [Checkup.Ok("textfile", $"{directory}, writable")];

    /// <summary>Tried on a file that no run locks, so that it never refuses one.</summary>
    public Checkup Locks()
    {
        const string what = "file locks";
        var reports = Directory.Exists(Data.Runs) ? Directory.EnumerateFiles(Data.Runs, "*.json") : [];
        if (reports.Prepend(Path.Combine(Data.Lake, "manifest.json")).FirstOrDefault(File.Exists) is { } file) return Verdict(FileProbe.LockFault(file));
        var temporary = Path.GetTempPath();
        var (here, there) = (FileIdentity.Of(Existing(Data.Path)), FileIdentity.Of(temporary));
        if ((here.Major, here.Minor) != (there.Major, there.Minor) || temporary.StartsWith(Data.Path + "/", StringComparison.Ordinal))
            return Checkup.Ok(what, "not tested: the data root has no file yet");
        var probe = Path.GetTempFileName();
        try
        {
            return Verdict(FileProbe.LockFault(probe));
        }
        finally
        {
            File.Delete(probe);
        }

        Checkup Verdict(int error) => error == 0 ? Checkup.Ok(what, $"the file system ({new DriveInfo(Existing(Data.Path)).DriveFormat}) has them")
            : Checkup.Fail(what, $"{Data.Path}: {FileProbe.Message(error)}; without them two runs can write at the same time",
                "export QM_DATA=/var/lib/quantmatrix   # a local file system, or NFS 4");
    }
}
