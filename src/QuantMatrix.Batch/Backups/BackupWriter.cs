using QuantMatrix.Batch.Cli;
using QuantMatrix.Batch.Composition;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Lake;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Backups;

/// <summary>Writes a backup of a data root, also while a run is in progress. It appears whole, under its name, or not at all.</summary>
/// <remarks>
/// A backup is laid out as a data root: the lake at one version, the embedded file, the reports. Beside them, <c>published/</c> holds the published
/// tables as Parquet, those of Postgres included.
/// </remarks>
/// <param name="runId">Of the backup itself, whose report is not part of it.</param>
internal sealed class BackupWriter(CommandContext context, string runId)
{
    private const int Attempts = 20;

    /// <param name="folder">Does not exist yet, or is empty.</param>
    public BackupReport Write(string folder, CancellationToken ct)
    {
        var target = Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar);
        if (File.Exists(target) || (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any()))
            throw new UsageException($"{target}: already exists; expected a new or empty directory");
        var draft = new DataRoot($"{target}.partial");
        if (Directory.Exists(draft.Path)) Directory.Delete(draft.Path, recursive: true); // of a backup that was killed
        try
        {
            draft.Create();
            var (version, linked) = Copy(draft, ct);
            Failpoint.BackupLakeCopied.Reach();
            var tables = Publish(draft, ct);
            File.Delete(draft.CheckedFiles);
            var contents = BackupContents.Of(draft.Path, context.Time.GetUtcNow(), version);
            contents.WriteTo(draft.Path);
            if (Directory.Exists(target)) Directory.Delete(target);
            Failpoint.BackupBeforeRename.Reach();
            Directory.Move(draft.Path, target);
            Failpoint.BackupAfterRename.Reach();
            return new(contents, linked, tables);
        }
        catch
        {
            if (Directory.Exists(draft.Path)) Directory.Delete(draft.Path, recursive: true);
            throw;
        }
    }

    /// <summary>Copies lake and embedded file of one moment: when a commit falls in between, both are copied again.</summary>
    private (long Version, int Linked) Copy(DataRoot draft, CancellationToken ct)
    {
        var data = context.Settings.Data;
        using var lake = context.RunServices.OpenLake(context.Settings);
        for (var attempt = 1; ; attempt++)
        {
            var (manifest, linked) = new LakeBackup(lake).CopyTo(draft.Lake, ct);
            CopyEmbedded(Targets.EmbeddedFile(context.Settings), Path.Combine(draft.Embedded, Path.GetFileName(Targets.EmbeddedFile(context.Settings))));
            if (lake.Unchecked().Version == manifest.Version || attempt == Attempts)
            {
                var reports = Directory.Exists(data.Runs) ? Directory.EnumerateFiles(data.Runs, "*.json") : [];
                foreach (var report in reports.Where(path => Path.GetFileNameWithoutExtension(path) != runId))
                    CopyReport(report, Path.Combine(draft.Runs, Path.GetFileName(report)));
                return (manifest.Version, linked);
            }
            foreach (var part in new[] { draft.Lake, draft.Embedded }) Directory.Delete(part, recursive: true);
            draft.Create();
        }
    }

    /// <summary>A report that <c>prune</c> deletes meanwhile is left out.</summary>
    internal static void CopyReport(string report, string to)
    {
        try
        {
            File.Copy(report, to);
        }
        catch (FileNotFoundException)
        {
            // Deleted after it was listed.
        }
    }

    private static void CopyEmbedded(string file, string to)
    {
        foreach (var part in new[] { "", ".wal" }) // no run changes the published file
            if (File.Exists(file + part)) File.Copy(file + part, to + part);
    }

    /// <summary>Writes each published table as Parquet.</summary>
    private int Publish(DataRoot draft, CancellationToken ct)
    {
        var folder = Directory.CreateDirectory(Path.Combine(draft.Path, "published")).FullName;
        using var sql = context.RunServices.OpenSql(context.Settings with { Data = draft }, new(AllFiles: true));
        var tables = 0;
        foreach (var table in Targets.TableNames)
        {
            ct.ThrowIfCancellationRequested();
            try
            {
                sql.Export($"SELECT * FROM {table}", Path.Combine(folder, $"{table}.parquet"), ct);
                tables++;
            }
            catch (UsageException e) when (e.InnerException is not SqlRefusedException)
            {
                // The table does not exist yet.
            }
        }
        return tables;
    }
}

/// <summary>What was written.</summary>
/// <param name="Linked">Files of the lake that share their bytes with the backup.</param>
/// <param name="Tables">Published tables written as Parquet.</param>
internal sealed record BackupReport(BackupContents Contents, int Linked, int Tables);
