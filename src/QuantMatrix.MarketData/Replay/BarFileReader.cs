using System.IO.Compression;
using QuantMatrix.MarketData.Parsing;

namespace QuantMatrix.MarketData.Replay;

/// <summary>Reads files of bars and entries of archives; the archive read last stays open for its other entries.</summary>
internal sealed class BarFileReader : IDisposable
{
    private ZipArchive? archive;
    private string path = "";

    /// <summary>The entries of an archive that may hold bars; the file itself when it is no archive.</summary>
    /// <exception cref="InvalidDataException">The archive is damaged.</exception>
    public IReadOnlyList<BarFile> Expand(BarFile file) =>
        !file.IsZip ? [file] :
        [
            .. Archive(file.Path).Entries.Select((entry, i) => new BarFile(file.Path, $"{file.Name}/{entry.FullName}", i))
                .Where(f => IsBarEntry(f.Name[(file.Name.Length + 1)..])).OrderBy(f => f.Name, StringComparer.Ordinal),
        ];

    /// <summary>The text of the file; <paramref name="fault"/> states why it cannot be read.</summary>
    public PooledFile Read(BarFile file, out string? fault)
    {
        if (file.Entry is not { } index) return PooledFile.Read(file.Path, out fault);
        var entry = Archive(file.Path).Entries[index];
        fault = BarFile.IsUnreadableEntry(entry.FullName) ? "a file of this type is not read inside an archive; unpack it into the folder"
            : entry.IsEncrypted ? "the entry is encrypted; unpack it into the folder" : null;
        return fault is null ? PooledFile.ReadPacked(entry.Open, entry.CompressedLength, out fault) : new();
    }

    public void Dispose() => archive?.Dispose();

    private static bool IsBarEntry(string entry) =>
        (BarFile.IsText(entry) || BarFile.IsUnreadableEntry(entry)) && !ReplayFiles.IsConstituents(entry)
        && !entry.Split('/').Any(part => part.StartsWith('.') || part == "__MACOSX");

    private ZipArchive Archive(string file)
    {
        if (archive is not null && path == file) return archive;
        archive?.Dispose();
        (archive, path) = (null, file);
        return archive = ZipFile.OpenRead(file);
    }
}
