using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Replay;

/// <summary>Newest session and symbols of a replay folder, cached by content so that an unchanged folder is not parsed again.</summary>
/// <param name="Fingerprint">Hash of the file names and contents, the actual date, the options and the code that reads them.</param>
internal sealed record ReplaySummary(string Fingerprint, DateOnly? NewestSession, IReadOnlyList<string> Symbols)
{
    /// <summary>SHA-256 of the rest, so that damage is noticed.</summary>
    public string? Checksum { get; init; }

    private string Sum => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Fingerprint} {NewestSession:O} {string.Join(' ', Symbols)}")));

    /// <summary>The cached summary; null when there is none or the folder has changed since.</summary>
    public static ReplaySummary? Load(string path, string fingerprint)
    {
        if (!File.Exists(path)) return null;
        try
        {
            var summary = JsonSerializer.Deserialize(File.ReadAllBytes(path), ReplaySummaryJson.Default.ReplaySummary);
            return summary is { Symbols: not null } && summary.Fingerprint == fingerprint && summary.Checksum == summary.Sum ? summary : null;
        }
        catch (JsonException)
        {
            return null; // A damaged cache file is replaced.
        }
    }

    public void Save(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path + ".tmp", JsonSerializer.SerializeToUtf8Bytes(this with { Checksum = Sum }, ReplaySummaryJson.Default.ReplaySummary));
        File.Move(path + ".tmp", path, overwrite: true);
    }

    /// <exception cref="ConfigurationException">The folder, or a file in it, cannot be read.</exception>
    public static string FingerprintOf(ReplayOptions options, CancellationToken ct)
    {
        var paths = ReplayFiles.In(options.Folder);
        var hashes = new byte[paths.Length][];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Workers, CancellationToken = ct };
        Parallel.For(0, paths.Length, parallel, i => hashes[i] = HashOf(paths[i].Path));
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var code = $"{typeof(ReplaySummary).Module.ModuleVersionId} {typeof(Bars).Module.ModuleVersionId}";
        all.AppendData(Encoding.UTF8.GetBytes($"{Day.Of(options.Today)} {options.Dates} {code}"));
        for (var i = 0; i < paths.Length; i++)
        {
            all.AppendData(Encoding.UTF8.GetBytes(paths[i].Name + '\n'));
            all.AppendData(hashes[i]);
        }
        return Convert.ToHexStringLower(all.GetHashAndReset());
    }

    /// <summary>An unreadable file is hashed by its exception type; loading reports the fault.</summary>
    private static byte[] HashOf(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return SHA256.HashData(stream);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Encoding.UTF8.GetBytes(e.GetType().Name);
        }
    }
}

/// <summary>Source-generated JSON of the cache file.</summary>
[JsonSerializable(typeof(ReplaySummary))]
internal sealed partial class ReplaySummaryJson : JsonSerializerContext;
