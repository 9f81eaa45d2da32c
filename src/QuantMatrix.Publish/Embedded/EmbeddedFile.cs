using DuckDB.NET.Data;
using QuantMatrix.Model;

namespace QuantMatrix.Publish.Embedded;

/// <summary>Creates and opens the DuckDB file.</summary>
internal sealed class EmbeddedFile(string path)
{
    private string WriteAheadLog => path + ".wal";

    /// <summary>Opens the file, creating it and its directory if necessary.</summary>
    public async Task<DuckDBConnection> OpenAsync(CancellationToken ct)
    {
        if (!File.Exists(path)) await CreateAsync(ct);
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
            File.Move(draft, path, overwrite: false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(draft)) File.Delete(draft);
            if (!File.Exists(path)) throw new ConfigurationException($"{path} cannot be created. Found: {e.Message}", e);
        }
    }

    private static async Task<DuckDBConnection> OpenAsync(string file, CancellationToken ct)
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
    private static string Settings(string file) => new DuckDBConnectionStringBuilder { DataSource = file, ["threads"] = 1 }.ConnectionString;
}
