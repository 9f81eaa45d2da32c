using System.Security.Cryptography;
using System.Text;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Replay;

/// <summary>Newest session and symbols of a replay folder, cached by content so that an unchanged folder is not parsed again.</summary>
/// <param name="Fingerprint">Hash of the file names and contents, the actual date, the options and the code that reads them.</param>
internal sealed record ReplaySummary(string Fingerprint, DateOnly? NewestSession, IReadOnlyList<string> Symbols)
{
    /// <summary>Fingerprint, session and symbols, a line each.</summary>
    private string Text => $"{Fingerprint}\n{NewestSession:O}\n{string.Join(' ', Symbols)}\n";

    /// <summary>The cached summary; null when there is none or the folder has changed since.</summary>
    /// <remarks>The last line is the SHA-256 of the others: a damaged file is replaced.</remarks>
    public static ReplaySummary? Load(string path, string fingerprint)
    {
        if (!File.Exists(path) || File.ReadAllText(path).Split('\n') is not [var recorded, var session, var symbols, var sum]) return null;
        if (recorded != fingerprint) return null;
        var newest = DateOnly.TryParseExact(session, "O", out var day) ? day : (DateOnly?)null;
        var summary = new ReplaySummary(recorded, newest, symbols.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return SumOf(summary.Text) == sum ? summary : null;
    }

    public void Save(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path + ".tmp", Text + SumOf(Text));
        File.Move(path + ".tmp", path, overwrite: true);
    }

    private static string SumOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

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
