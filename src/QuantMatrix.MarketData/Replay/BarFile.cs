namespace QuantMatrix.MarketData.Replay;

/// <summary>One file of bars: a file on disk, or an entry of a zip archive.</summary>
/// <param name="Path">The file on disk.</param>
/// <param name="Name">Relative to the folder, followed by the entry: <c>2025/bars.zip/AAPL.csv</c>.</param>
/// <param name="Entry">The index of the entry in the archive; null for a file.</param>
internal sealed record BarFile(string Path, string Name, int? Entry = null)
{
    private static readonly string[] TextTypes = [".csv", ".txt", ".tsv", ".psv"];

    public bool IsParquet => HasType(Path, ".parquet");

    public bool IsZip => Entry is null && HasType(Path, ".zip");

    /// <summary>Whether bars are expected in a file of this name.</summary>
    public static bool IsText(string name) => TextTypes.Any(type => HasType(WithoutGzip(name), type));

    /// <summary>Whether an entry of this name must be unpacked before it can be read.</summary>
    public static bool IsUnreadableEntry(string name) => HasType(name, ".parquet") || HasType(name, ".zip");

    /// <summary>The file name without folder and types: <c>aapl.us</c> of <c>daily/aapl.us.csv.gz</c>.</summary>
    public string Stem
    {
        get
        {
            var name = WithoutGzip(System.IO.Path.GetFileName(Name));
            return IsText(name) || HasType(name, ".parquet") ? System.IO.Path.GetFileNameWithoutExtension(name) : name;
        }
    }

    private static string WithoutGzip(string name) => HasType(name, ".gz") ? name[..^3] : name;

    private static bool HasType(string name, string type) => name.EndsWith(type, StringComparison.OrdinalIgnoreCase);
}
