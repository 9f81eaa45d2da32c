using System.IO.Compression;
using QuantMatrix.MarketData.Parsing;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Replay;

/// <summary>One file of bars: a file on disk, or an entry of a zip archive.</summary>
/// <param name="Path">The file on disk.</param>
/// <param name="Name">Relative to the folder, followed by the entry: <c>2025/bars.zip/AAPL.csv</c>.</param>
/// <param name="Entry">The entry of an archive; null for a file.</param>
internal sealed record BarFile(string Path, string Name, string? Entry = null)
{
    private static readonly string[] TextTypes = [".csv", ".txt", ".tsv", ".psv"];

    public bool IsParquet => HasType(Path, ".parquet");

    public bool IsZip => Entry is null && HasType(Path, ".zip");

    /// <summary>Whether bars are expected in a file of this name.</summary>
    public static bool IsText(string name) => TextTypes.Any(type => HasType(WithoutGzip(name), type));

    /// <summary>The file name without folder and types: <c>aapl.us</c> of <c>daily/aapl.us.csv.gz</c>.</summary>
    public string Stem
    {
        get
        {
            var name = WithoutGzip(System.IO.Path.GetFileName(Name));
            return IsText(name) || HasType(name, ".parquet") ? System.IO.Path.GetFileNameWithoutExtension(name) : name;
        }
    }

    public PooledFile Read(out string? fault) => Entry is null ? PooledFile.Read(Path, out fault) : PooledFile.Read(OpenEntry, out fault);

    /// <summary>The entries of an archive that hold bars; the file itself when it is no archive.</summary>
    /// <exception cref="InvalidDataException">The archive is damaged.</exception>
    public IReadOnlyList<BarFile> Expand()
    {
        if (!IsZip) return [this];
        using var archive = ZipFile.OpenRead(Path);
        return [.. archive.Entries.Select(e => e.FullName).Where(IsBarEntry).Order(StringComparer.Ordinal).Select(e => new BarFile(Path, $"{Name}/{e}", e))];
    }

    private static bool IsBarEntry(string entry) =>
        IsText(entry) && !entry.Split('/').Any(part => part.StartsWith('.') || part == "__MACOSX") && !ReplayFiles.IsConstituents(entry);

    private MemoryStream OpenEntry()
    {
        using var archive = ZipFile.OpenRead(Path);
        using var entry = (archive.GetEntry(Entry!) ?? throw new InvalidDataException($"{Name} is missing")).Open();
        var content = new MemoryStream();
        entry.CopyTo(content);
        content.Position = 0;
        return content;
    }

    private static string WithoutGzip(string name) => HasType(name, ".gz") ? name[..^3] : name;

    private static bool HasType(string name, string type) => name.EndsWith(type, StringComparison.OrdinalIgnoreCase);
}
