using QuantMatrix.Batch.Cli;
using QuantMatrix.Batch.Composition;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Lake;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Backups;

/// <summary>Makes a data root equal to a backup. When it is killed, the root is as before, or refuses to open until the restore is repeated.</summary>
internal sealed class BackupRestore(CommandContext context)
{
    private DataRoot Data => context.Settings.Data;

    private string Embedded => Targets.EmbeddedFile(context.Settings);

    /// <param name="force">Replaces data that the root holds.</param>
    public async Task<Manifest> RunAsync(string folder, bool force, CancellationToken ct)
    {
        var source = new DataRoot(Path.GetFullPath(folder));
        var contents = BackupContents.Read(source.Path);
        if (!force && HoldsData())
            throw new DataUnfitException($"{Data.Path}: already holds data; expected an empty data root (QM_DATA). "
                + $"To replace it by the backup of {contents.CreatedAt:yyyy-MM-dd HH:mm} UTC, add --force. Nothing was changed");
        Data.Create();
        var runId = RunId.At(context.Time.GetUtcNow());
        using var runLock = await RunLock.TakeAsync(new RunLedger(Data.Runs, context.Error), Data, runId, TimeSpan.Zero, ct);
        using var lake = context.RunServices.OpenLake(context.Settings);
        lake.BeforePublish = runLock.RequireHeld;
        var draft = $"{Embedded}.restore.tmp";
        var saved = Path.Combine(source.Embedded, Path.GetFileName(Embedded));
        Copy(saved, draft);
        Copy($"{saved}.wal", $"{draft}.wal");
        Failpoint.RestoreCopied.Reach();
        return new LakeBackup(lake).RestoreFrom(source.Lake, runId, $"a restore of {source.Path} was interrupted; "
            + $"run ./run.sh restore {source.Path} --force", () => ReplaceOthers(source, draft), ct);
    }

    /// <summary>Adds the rows of the backup that the tables on the server lack; the next run publishes the cache.</summary>
    /// <returns>The number of rows added.</returns>
    public async Task<long> FillServerAsync(string folder, CancellationToken ct)
    {
        using var server = Targets.Postgres(context.Settings, context.Time, new())!;
        await server.Tables.MigrateAsync(ct);
        using var sql = context.RunServices.OpenSql(context.Settings with { Postgres = null });
        var added = 0L;
        foreach (var table in Targets.TableNames.Where(t => t != "market_analysis_cache"))
            if (Path.Combine(folder, "published", $"{table}.parquet") is var file && File.Exists(file))
                added += await server.AddMissingAsync(table,
                    columns => sql.Query($"SELECT {columns} FROM read_parquet('{file.Replace("'", "''", StringComparison.Ordinal)}')"), ct);
        return added;
    }

    private bool HoldsData() => File.Exists(Embedded)
        || (Directory.Exists(Data.Lake) && Directory.EnumerateFiles(Data.Lake, "*", SearchOption.AllDirectories).Any());

    private static void Copy(string from, string to)
    {
        File.Delete(to);
        if (File.Exists(from)) File.Copy(from, to);
    }

    /// <summary>A file of the root without a counterpart in the backup is removed: its tables belong to another state of the lake.</summary>
    private void ReplaceOthers(DataRoot source, string draft)
    {
        var working = Targets.WorkingFile(context.Settings);
        foreach (var part in new[] { "", ".wal", ".published" }) File.Delete(working + part);
        foreach (var part in new[] { ".wal", "" })
            if (File.Exists($"{draft}{part}")) File.Move($"{draft}{part}", $"{Embedded}{part}", overwrite: true);
            else File.Delete($"{Embedded}{part}");
        foreach (var report in Directory.Exists(source.Runs) ? Directory.EnumerateFiles(source.Runs, "*.json") : [])
            if (Path.Combine(Data.Runs, Path.GetFileName(report)) is var path && !File.Exists(path)) File.Copy(report, path);
    }
}
