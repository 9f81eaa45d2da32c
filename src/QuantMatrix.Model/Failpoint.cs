namespace QuantMatrix.Model;

/// <summary>Every point of a commit at which a test can make the program fail, in the order in which a run reaches them.</summary>
/// <remarks>
/// <c>QM_FAILPOINT</c> names <see cref="LakeBeforeFile"/> as <c>lake.before_file</c>. The first word decides which command a test runs to reach it.
/// </remarks>
public enum Failpoint
{
    /// <summary>The mark of an open run is written, its report is not.</summary>
    LedgerMarked,

    /// <summary>A report is written under its draft's name.</summary>
    ReportBeforeRename,

    ReportAfterRename,

    /// <summary>The run holds the lock of the data root.</summary>
    LockTaken,

    /// <summary>The file of the embedded tables is created under its draft's name.</summary>
    EmbeddedCreated,

    EmbeddedBeforeCommit,

    EmbeddedAfterCommit,

    /// <summary>The working file is copied anew from the published one, under its draft's name.</summary>
    EmbeddedBeforeContinue,

    /// <summary>The working file is copied to the draft of the published one.</summary>
    EmbeddedBeforePublish,

    /// <summary>The copy is published, its size and time are not recorded.</summary>
    EmbeddedAfterPublish,

    PostgresLeaseTaken,

    PostgresBeforeCommit,

    PostgresAfterCommit,

    RedisLeaseTaken,

    RedisBeforeExec,

    RedisAfterExec,

    /// <summary>A set is complete under another key than its own.</summary>
    RedisBeforeSwap,

    RedisAfterSwap,

    /// <summary>A Parquet file is written under its draft's name.</summary>
    LakeBeforeFile,

    LakeAfterFile,

    /// <summary>A manifest is written under its draft's name.</summary>
    LakeBeforeManifest,

    /// <summary>The version is committed, but <c>manifest.json</c> is still the previous one.</summary>
    LakeManifestLinked,

    LakeAfterManifest,

    /// <summary>The new <c>views.sql</c> is written under its draft's name.</summary>
    LakeBeforeViews,

    /// <summary>A dead file is about to be deleted.</summary>
    LakeBeforeSweep,

    /// <summary>A commit that opens or closes units is complete but for its publication.</summary>
    UnitsBeforeCommit,

    UnitsAfterCommit,

    /// <summary>The features are in the lake, the cache is not published.</summary>
    CacheBeforePublish,

    CacheAfterPublish,

    HistoryBeforeAppend,

    HistoryAfterAppend,

    /// <summary>The outcome of the run is published, its mark is not deleted.</summary>
    LedgerBeforeClose,

    LedgerAfterClose,

    BackupLakeCopied,

    BackupBeforeRename,

    BackupAfterRename,

    /// <summary>The files are copied, nothing is replaced.</summary>
    RestoreCopied,

    /// <summary>The lake refuses to open until the restore is complete.</summary>
    RestoreBegun,

    /// <summary>The embedded tables are replaced, the manifest is not.</summary>
    RestoreTablesReplaced,

    RestoreVersionWritten,

    RestoreManifestWritten,

    RepairBeforeCommit,

    RepairAfterCommit,

    /// <summary>Damaged features are out of the lake and not computed yet.</summary>
    RepairFeaturesDropped,
}

/// <summary>Makes the program fail where a test armed a point.</summary>
public static class Failpoints
{
    private static readonly AsyncLocal<Action<Failpoint>?> Calls = new();

    /// <summary>Called at every point that the caller and what it starts reach; null, as in every run that is no test.</summary>
    public static Action<Failpoint>? Armed
    {
        get => Calls.Value;
        set => Calls.Value = value;
    }

    public static void Reach(this Failpoint point) => Armed?.Invoke(point);
}
