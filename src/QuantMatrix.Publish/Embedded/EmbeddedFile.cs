using DuckDB.NET.Data;
using QuantMatrix.Model;

namespace QuantMatrix.Publish.Embedded;

/// <summary>Creates and opens the DuckDB file.</summary>
/// <param name="isReadOnly">Neither creates nor changes the file.</param>
internal sealed class EmbeddedFile(string path, bool isReadOnly)
{
    /// <summary>ENOSPC, which .NET uses as the HResult.</summary>
    private const int NoSpaceLeft = 28;

    /// <summary>The format of a new file: the first with small column statistics. A third of the size, and opened in half of the time.</summary>
    private const string Storage = "v1.2.0";

    private string WriteAheadLog => path + ".wal";

    /// <summary>Opens the file, creating it and its directory if necessary.</summary>
    /// <exception cref="DataUnfitException">There is no file, and it must not be created.</exception>
    public async Task<DuckDBConnection> OpenAsync(CancellationToken ct)
    {
        if (File.Exists(path)) return await OpenAsync(path, ct);
        if (isReadOnly) throw new DataUnfitException($"{path} does not exist yet; nothing has been published");
        await CreateAsync(ct);
        return await OpenAsync(path, ct);
    }

    /// <summary>Writes a draft and renames it: a kill while DuckDB writes the first blocks would leave a file that cannot be opened.</summary>
    private async Task CreateAsync(CancellationToken ct)
    {
        var draft = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Delete(draft);
            File.Delete(WriteAheadLog); // left over from a file that was removed
            await (await OpenAsync(draft, ct)).DisposeAsync();
            Failpoint.EmbeddedCreated.Reach();
            File.Move(draft, path, overwrite: false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(draft)) File.Delete(draft);
            if (e.HResult == NoSpaceLeft) throw;
            if (!File.Exists(path)) throw new ConfigurationException($"{path} cannot be created. Found: {e.Message}", e);
        }
    }

    private async Task<DuckDBConnection> OpenAsync(string file, CancellationToken ct)
    {
        var connection = new DuckDBConnection(Settings(file));
        try
        {
            await connection.OpenAsync(ct);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>One thread: on small tables, more threads cost more than they gain.</summary>
    private string Settings(string file) => new DuckDBConnectionStringBuilder
    {
        DataSource = file, ["threads"] = 1, ["access_mode"] = isReadOnly ? "READ_ONLY" : "READ_WRITE", ["storage_compatibility_version"] = Storage,
    }.ConnectionString;
}
