using System.Security.Cryptography;
using System.Text;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Replay;

/// <summary>Newest session and symbols of a replay folder, cached by content so that an unchanged folder is not parsed again.</summary>
/// <param name="Content">Hash of the file names and contents, the options and the code that reads them.</param>
/// <param name="ReadOn">The day on which the folder was read.</param>
/// <param name="DependsOnDay">Whether it might be read differently on a later day.</param>
internal sealed record ReplaySummary(string Content, DateOnly ReadOn, bool DependsOnDay, DateOnly? NewestSession, IReadOnlyList<string> Symbols)
{
    private const string NoStamps = "-";

    /// <summary>Hash of the stamps of the files: with the same ones, the content is the same. Null when a file has none.</summary>
    public string? Stamps { get; init; }

    /// <summary>With the same one, the folder is read the same.</summary>
    public string Fingerprint => DependsOnDay ? $"{Content} {ReadOn:O}" : Content;

    private string Text => $"{Content}\n{ReadOn:O} {DependsOnDay}\n{NewestSession:O}\n{string.Join(' ', Symbols)}\n{Stamps ?? NoStamps}\n";

    /// <summary>Whether the folder is read the same on a day.</summary>
    public bool HoldsOn(DateOnly day) => DependsOnDay ? day == ReadOn : day >= ReadOn;

    /// <summary>The cached summary, a line for each part; null when there is none, or it is damaged: the last line is the SHA-256 of the others.</summary>
    public static ReplaySummary? Load(string path)
    {
        if (!File.Exists(path) || File.ReadAllText(path).Split('\n') is not [var content, var day, var session, var symbols, var stamps, var sum]) return null;
        if (day.Split(' ') is not [var read, var dependsOnDay] || !DateOnly.TryParseExact(read, "O", out var readOn)) return null;
        var summary = new ReplaySummary(content, readOn, dependsOnDay == $"{true}", DateOnly.TryParseExact(session, "O", out var newest) ? newest : null,
            symbols.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        { Stamps = stamps == NoStamps ? null : stamps };
        return SumOf(summary.Text) == sum ? summary : null;
    }

    public void Save(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path + ".tmp", Text + SumOf(Text));
        File.Move(path + ".tmp", path, overwrite: true);
    }

    private static string SumOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <exception cref="ConfigurationException">The folder cannot be read.</exception>
    public static string? StampsOf(ReplayOptions options)
    {
        if (options.Stamp is not { } stampOf) return null;
        var text = new StringBuilder(Reading(options));
        foreach (var file in ReplayFiles.In(options.Folder))
        {
            if (stampOf(file.Path) is not { } stamp) return null;
            text.Append('\n').Append(file.Name).Append(' ').Append(stamp);
        }
        return SumOf(text.ToString());
    }

    /// <exception cref="ConfigurationException">The folder, or a file in it, cannot be read.</exception>
    public static string ContentOf(ReplayOptions options, CancellationToken ct)
    {
        var paths = ReplayFiles.In(options.Folder);
        var hashes = new byte[paths.Length][];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Workers, CancellationToken = ct };
        Parallel.For(0, paths.Length, parallel, i => hashes[i] = HashOf(paths[i].Path));
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        all.AppendData(Encoding.UTF8.GetBytes(Reading(options)));
        for (var i = 0; i < paths.Length; i++)
        {
            all.AppendData(Encoding.UTF8.GetBytes(paths[i].Name + '\n'));
            all.AppendData(hashes[i]);
        }
        return Convert.ToHexStringLower(all.GetHashAndReset());
    }

    /// <summary>What decides how the files are read.</summary>
    private static string Reading(ReplayOptions options) =>
        $"{options.Dates} {typeof(ReplaySummary).Module.ModuleVersionId} {typeof(Bars).Module.ModuleVersionId}";

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
