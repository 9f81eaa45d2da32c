using System.Security.Cryptography;
using System.Text.Json.Nodes;
using DuckDB.NET.Data;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>The files of a data root as bytes.</summary>
internal static class LakeFolder
{
    public static long Version(string manifest) => (long)JsonNode.Parse(File.ReadAllText(manifest))!["version"]!;

    /// <summary>Makes the files of a table those of a version that had not yet added a column.</summary>
    public static void RemoveColumn(Trial trial, string table, string column)
    {
        using var duck = new DuckDBConnection("Data Source=:memory:");
        duck.Open();
        foreach (var file in LakeFiles.Live(trial.Data, table))
        {
            using var command = duck.CreateCommand();
            command.CommandText = $"COPY (SELECT * EXCLUDE {column} FROM '{file}') TO '{file}.old' (FORMAT parquet)";
            command.ExecuteNonQuery();
            File.Move(file + ".old", file, overwrite: true);
            var (bytes, hash) = (new FileInfo(file).Length, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))));
            var manifest = JsonNode.Parse(File.ReadAllText(trial.Manifest))!;
            foreach (var entry in manifest["files"]!.AsArray())
                if (file.EndsWith((string)entry!["path"]!, StringComparison.Ordinal)) (entry["bytes"], entry["hash"]) = (bytes, hash);
            foreach (var added in new[] { "checksum", "min_reader_version" }) manifest.AsObject().Remove(added);
            File.WriteAllText(trial.Manifest, manifest.ToJsonString());
        }
    }

    /// <summary>Each file below a folder with the hash of its bytes.</summary>
    public static Dictionary<string, string> Bytes(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal).ToDictionary(f => Path.GetRelativePath(folder, f), f => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(f))));
}
