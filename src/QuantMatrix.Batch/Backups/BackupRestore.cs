using System.Diagnostics;
using QuantMatrix.Batch.Cli;
using QuantMatrix.Batch.Composition;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Lake;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;
using QuantMatrix.Publish.Postgres;

namespace QuantMatrix.Batch.Backups;

/// <summary>Makes a data root equal to a backup. When it is killed, the root is as before, or refuses to open until the restore is repeated.</summary>
/// <remarks>Tables on a server are not replaced: they may be newer than the backup. They get the rows that they lack.</remarks>
/// <param name="wait">How long to wait while another run is in progress or publishes to a server.</param>
internal sealed class BackupRestore(CommandContext context, RecordedCommand command, TimeSpan wait)
{
    private DataRoot Data => context.Settings.Data;

    private string Embedded => Targets.EmbeddedFile(context.Settings);

    /// <param name="force">Replaces data that the root holds.</param>
    public async Task<RestoredData> RunAsync(string folder, bool force, CancellationToken ct)
    {
        var source = new DataRoot(Path.GetFullPath(folder));
        var contents = BackupContents.Read(source.Path);
        if (!force && HoldsData())
            throw new DataUnfitException($"{Data.Path}: already holds data; expected an empty data root (QM_DATA). "
                + $"To replace it by the backup of {contents.CreatedAt:yyyy-MM-dd HH:mm} UTC, add --force. Nothing was changed");
        var waited = Stopwatch.StartNew();
        using var runLock = await command.TakeLockAsync(wait, ct);
        var start = new RunStart(command.RunId, null, 1, context.Settings, context.Time) { Lock = runLock, Wait = wait - waited.Elapsed };
        using var servers = await Targets.OpenServersAsync(start, ct);
        var manifest = Replace(source, runLock, ct);
        if (servers.Server is not { } server) return new(manifest, null, null);
        return new(manifest, await FillAsync(server, source.Path, ct), await server.Tables.PublishedThroughAsync(ct));
    }

    private Manifest Replace(DataRoot source, RunLock runLock, CancellationToken ct)
    {
        using var lake = context.RunServices.OpenLake(context.Settings);
        (lake.BeforePublish, lake.Token) = (runLock.RequireHeld, runLock.Token);
        var draft = $"{Embedded}.restore.tmp";
        var saved = Path.Combine(source.Embedded, Path.GetFileName(Embedded));
        Copy(saved, draft);
        Copy($"{saved}.wal", $"{draft}.wal");
        Failpoint.RestoreCopied.Reach();
        return new LakeBackup(lake).RestoreFrom(source.Lake, command.RunId, $"a restore of {source.Path} was interrupted; "
            + $"run ./run.sh restore {source.Path} --force", () => ReplaceOthers(source, draft), ct);
    }

    /// <summary>Adds the rows of the backup that the tables on the server lack; the next run publishes the cache.</summary>
    /// <returns>The number of rows added.</returns>
    private async Task<long> FillAsync(PostgresTarget server, string folder, CancellationToken ct)
    {
        using var sql = context.RunServices.OpenSql(context.Settings with { Postgres = null }, new(AllFiles: true));
        var added = 0L;
        foreach (var table in Targets.TableNames.Where(t => t != "market_analysis_cache"))
            if (Path.Combine(folder, "published", $"{table}.parquet") is var file && File.Exists(file))
                added += await server.AddMissingAsync(table,
                    columns => sql.Query($"SELECT {columns} FROM read_parquet({SqlText.Quote(file)})"), ct);
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

/// <summary>What a restore has done.</summary>
/// <param name="Added">Rows added to the tables on a server; null without one.</param>
/// <param name="Published">The newest session that the server shows; null without one.</param>
internal sealed record RestoredData(Manifest Manifest, long? Added, DateOnly? Published)
{
    /// <summary>What the server holds, and what to run next.</summary>
    public IEnumerable<string> Lines()
    {
        var stored = Manifest.Of(PriceData.Name).Max(f => f.LastDate);
        if (Added is { } rows) yield return $"tables on the server: {Plural.Of(rows, "missing row")} added";
        if (Published > stored)
            yield return $"market_analysis_cache on the server is newer: it shows {Published:yyyy-MM-dd}, the restored lake ends {stored:yyyy-MM-dd}. "
                + "Next: ./run.sh fetches the sessions in between and publishes them; to show the restored session instead, "
                + $"./run.sh run --as-of {stored:yyyy-MM-dd} --republish";
        else yield return "next: ./run.sh brings the lake up to date and publishes it";
    }
}
