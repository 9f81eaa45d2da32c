using System.Globalization;
using DuckDB.NET.Data;
using QuantMatrix.Model;

namespace QuantMatrix.Publish.Embedded;

/// <summary>Publishes a copy of the working file under the name that programs read, replacing the earlier copy as a whole.</summary>
/// <remarks>
/// A reader keeps the copy it has opened: readers and runs never wait for each other. Killed at any point, the working file is published by the
/// next run. A file put in place of the published one, as from a backup, replaces the working file.
/// </remarks>
/// <param name="path">The file that programs read.</param>
/// <param name="working">The file that transactions change, in the same directory.</param>
/// <param name="requireLock">Called before the published file is replaced; throws to refuse it.</param>
internal sealed class EmbeddedSnapshot(string path, string working, Action? requireLock)
{
    private bool isPrepared;

    private string Draft => path + ".tmp";

    private string WriteAheadLog => working + ".wal";

    /// <summary>Size and time of the file published last.</summary>
    private string Record => working + ".published";

    /// <summary>Size and time of the published file, when it is a copy of the working file that no program has changed; otherwise null.</summary>
    public string? State => File.Exists(path) && File.Exists(working) && !File.Exists(path + ".wal") && !File.Exists(WriteAheadLog)
        && Stamp(path) is var stamp && stamp == Recorded() && stamp == Stamp(working) ? stamp : null;

    /// <summary>Copies the published file to the working file when there is none, or when the published file is not the one published last.</summary>
    public void Prepare()
    {
        try
        {
            if (File.Exists(path) && !(File.Exists(working) && Recorded() == Stamp(path))) Continue();
            isPrepared = true;
        }
        catch (IOException e)
        {
            DeleteDraft();
            throw new TemporaryException($"{working}: {path} cannot be copied to it. Nothing was changed. Found: {e.Message}", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new ConfigurationException($"{working}: {path} cannot be copied to it. Found: {e.Message}", e);
        }
    }

    /// <summary>The working file continues from the published one.</summary>
    private void Continue()
    {
        Copy(path, Draft);
        Copy(path + ".wal", Draft + ".wal");
        RequireReadable();
        RequireComplete(Draft);
        File.Delete(WriteAheadLog);
        Failpoint.EmbeddedBeforeContinue.Reach();
        File.Move(Draft, working, overwrite: true);
        WriteRecord();
    }

    /// <summary>Publishes the working file, which must be closed, unless it is published already.</summary>
    /// <exception cref="TemporaryException">The copy cannot be written; the earlier one is as before.</exception>
    public void Publish()
    {
        // A failed publication is left to the next run.
        if (!isPrepared || !File.Exists(working) || (File.Exists(path) && Stamp(path) == Stamp(working))) return;
        try
        {
            RequireComplete(working);
            File.Copy(working, Draft, overwrite: true);
            using (var draft = File.OpenHandle(Draft, FileMode.Open, FileAccess.ReadWrite)) RandomAccess.FlushToDisk(draft);
            File.SetLastWriteTimeUtc(Draft, File.GetLastWriteTimeUtc(working));
            File.Delete(path + ".wal"); // of a program that wrote to the published file
            Failpoint.EmbeddedBeforePublish.Reach();
            requireLock?.Invoke();
            File.Move(Draft, path, overwrite: true);
            Failpoint.EmbeddedAfterPublish.Reach();
            WriteRecord();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            isPrepared = false;
            DeleteDraft();
            throw new TemporaryException($"{path}: not published; it is as before. Found: {e.Message}. The next run publishes {working}", e);
        }
    }

    /// <summary>A log remains only when closing the file failed: then the file alone is not the newest state.</summary>
    private static void RequireComplete(string file)
    {
        if (File.Exists(file + ".wal")) throw new IOException($"{file}.wal has not been merged, as on a full disk");
    }

    /// <summary>Reads every row of the draft, which compares each block with its checksum; opening it merges a log beside it.</summary>
    private void RequireReadable()
    {
        try
        {
            using var connection = new DuckDBConnection($"Data Source={Draft}");
            connection.Open();
            var reading = new EmbeddedConnection(connection);
            foreach (var table in reading.Texts("select table_name from duckdb_tables()"))
                reading.Texts($"select coalesce(bit_xor(hash(t))::text, '') from \"{table}\" t");
        }
        catch (DuckDBException e)
        {
            DeleteDraft();
            throw EmbeddedFault.Explain(e, path, other: working, isReadOnly: false) ?? (Exception)e;
        }
    }

    private void DeleteDraft()
    {
        foreach (var file in new[] { Draft, Draft + ".wal" })
            if (File.Exists(file)) File.Delete(file);
    }

    private static void Copy(string from, string to)
    {
        if (File.Exists(from)) File.Copy(from, to, overwrite: true);
        else File.Delete(to);
    }

    private void WriteRecord() => File.WriteAllText(Record, Stamp(path));

    private string? Recorded() => File.Exists(Record) ? File.ReadAllText(Record) : null;

    private static string Stamp(string file)
    {
        var info = new FileInfo(file);
        return string.Create(CultureInfo.InvariantCulture, $"{info.Length} {info.LastWriteTimeUtc.Ticks}");
    }
}
