using System.Text.Json;
using QuantMatrix.Model;

namespace QuantMatrix.Lake;

/// <summary>Manifests as the bytes of a file, and back.</summary>
internal static class ManifestText
{
    /// <summary>What to do about a manifest that cannot be used.</summary>
    public const string Restore = "Run ./run.sh repair, or restore a backup";

    /// <summary>A manifest as it is stored.</summary>
    public static byte[] Bytes(Manifest manifest) => ManifestChecksum.Put(JsonSerializer.SerializeToUtf8Bytes(manifest with
    {
        FormatVersion = Manifest.CurrentFormat,
        MinReaderVersion = Manifest.CurrentMinReader,
        Checksum = ManifestChecksum.Zeros,
    }, ManifestJson.Default.Manifest));

    /// <param name="path">Of the manifest, for messages.</param>
    public static Manifest Parse(string path, byte[] bytes)
    {
        try
        {
            var read = ManifestReader.Read(bytes);
            var head = read is null ? JsonSerializer.Deserialize(bytes, ManifestJson.Default.ManifestHead) : new(read.FormatVersion, read.MinReaderVersion);
            RequireKnownFormat(path, head);
            if (!(ManifestChecksum.Matches(bytes) ?? head?.MinReaderVersion is null))
                throw new DataUnfitException($"{path}: its checksum does not match its content: damaged, or edited by hand. {Restore}; nothing was changed");
            var manifest = read ?? JsonSerializer.Deserialize(bytes, ManifestJson.Default.Manifest);
            if (manifest is not { Run: not null, MadeFrom: not null, Files: not null })
                throw new DataUnfitException($"{path}: version, run, made_from or files is missing; expected a lake manifest. {Restore}");
            return manifest.Files.All(f => f is { IsNamed: true }) && manifest.MadeFrom.Values.All(inputs => inputs is not null) ? manifest
                : throw new DataUnfitException($"{path}: an entry of files or made_from is incomplete; expected table, path, symbols and hash. {Restore}");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the latter for invalid UTF-8
        {
            throw new DataUnfitException($"{path}:{(e as JsonException)?.LineNumber + 1}: not a lake manifest: {e.Message} {Restore}; "
                + "the manifest.N.json files beside it are its latest versions", e);
        }
    }

    /// <exception cref="DataUnfitException">A newer version of the program wrote the manifest.</exception>
    private static void RequireKnownFormat(string path, ManifestHead? head)
    {
        if (head is not null && (head.MinReaderVersion ?? head.FormatVersion) is var format and > Manifest.CurrentFormat)
            throw new DataUnfitException($"{path}: format version {format}; expected {Manifest.CurrentFormat} or older. "
                + "A newer version of the program wrote this lake; run that version, or restore an older copy of the lake. Nothing was changed");
    }
}
