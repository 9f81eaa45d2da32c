using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Replay;

/// <summary>What a run must know of a replay folder before it asks for bars; remembered by the folder's content, so that an unchanged folder is not parsed again.</summary>
/// <param name="Fingerprint">Hash over the names and bytes of the files, the real date and the code that reads them.</param>
internal sealed record ReplayFacts(string Fingerprint, DateOnly? NewestSession, IReadOnlyList<string> Symbols)
{
    /// <summary>Null when the folder has changed since, or nothing is remembered.</summary>
    public static ReplayFacts? Remembered(string memo, string fingerprint)
    {
        if (!File.Exists(memo)) return null;
        try
        {
            var facts = JsonSerializer.Deserialize(File.ReadAllBytes(memo), ReplayFactsJson.Default.ReplayFacts);
            return facts?.Fingerprint == fingerprint ? facts : null;
        }
        catch (JsonException)
        {
            // A memo is made anew from the folder whenever it does not serve.
            return null;
        }
    }

    public void Remember(string memo)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(memo)!);
        File.WriteAllBytes(memo + ".tmp", JsonSerializer.SerializeToUtf8Bytes(this, ReplayFactsJson.Default.ReplayFacts));
        File.Move(memo + ".tmp", memo, overwrite: true);
    }

    /// <exception cref="ConfigurationException">The folder, or a file in it, cannot be read.</exception>
    public static string FingerprintOf(ReplayOptions options, CancellationToken ct)
    {
        var paths = ReplayFiles.In(options.Folder);
        var hashes = new byte[paths.Length][];
        Parallel.For(0, paths.Length, new ParallelOptions { MaxDegreeOfParallelism = options.Workers, CancellationToken = ct }, i => hashes[i] = HashOf(paths[i]));
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        all.AppendData(Encoding.UTF8.GetBytes($"{Day.Of(options.Today)} {typeof(ReplayFacts).Module.ModuleVersionId} {typeof(Bars).Module.ModuleVersionId}"));
        for (var i = 0; i < paths.Length; i++)
        {
            all.AppendData(Encoding.UTF8.GetBytes(Path.GetFileName(paths[i]) + '\n'));
            all.AppendData(hashes[i]);
        }
        return Convert.ToHexStringLower(all.GetHashAndReset());
    }

    /// <summary>A file that cannot be read counts by its fault: loading says what is wrong with it.</summary>
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

/// <summary>Compile-time JSON for the memo.</summary>
[JsonSerializable(typeof(ReplayFacts))]
internal sealed partial class ReplayFactsJson : JsonSerializerContext;
