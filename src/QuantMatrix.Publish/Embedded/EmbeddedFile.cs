using DuckDB.NET.Data;
using QuantMatrix.Model;

namespace QuantMatrix.Publish.Embedded;

/// <summary>The DuckDB file on disk: creates it whole and opens it.</summary>
internal sealed class EmbeddedFile(string path)
{
    /// <summary>Opens the file; the first time makes it and its folder.</summary>
    public async Task<DuckDBConnection> OpenAsync(CancellationToken ct)
    {
        if (!File.Exists(path)) await CreateAsync(ct);
        return await OpenAsync(path, ct);
    }

    /// <summary>A draft gets the name when it is whole: a kill while DuckDB writes its first blocks would leave a file nobody can open.</summary>
    private async Task CreateAsync(CancellationToken ct)
    {
        var draft = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Delete(draft);
            File.Delete(Log); // belongs to a file that was taken away
            await (await OpenAsync(draft, ct)).DisposeAsync();
            File.Move(draft, path, overwrite: false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(draft)) File.Delete(draft);
            if (!File.Exists(path)) throw new ConfigurationException($"{path} cannot be created. Found: {e.Message}", e);
        }
    }

    private string Log => path + ".wal";

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

    /// <summary>One thread: these are small tables, where more threads cost more than they bring.</summary>
    private static string Settings(string file) => new DuckDBConnectionStringBuilder { DataSource = file, ["threads"] = 1 }.ConnectionString;
}
