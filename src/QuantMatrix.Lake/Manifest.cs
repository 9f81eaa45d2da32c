using System.Text.Json.Serialization;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;

namespace QuantMatrix.Lake;

/// <summary>The lake at one version: its live files in reading order.</summary>
/// <param name="Version">The number of commits.</param>
/// <param name="Run">The run that committed it.</param>
/// <param name="CommittedAt">UTC.</param>
/// <param name="MadeFrom">Per table, the inputs its rows were computed from; equal inputs need no recomputation.</param>
/// <param name="Files">Live files; within a year of <c>price_data</c> base files come first, in symbol order, then deltas in commit order.</param>
/// <param name="Token">That of the run that committed it, or of an earlier one; a run with a lower token commits nothing.</param>
/// <param name="FormatVersion">The manifest's own format; manifests without one are format 1.</param>
public sealed record Manifest(long Version, string Run, DateTimeOffset CommittedAt, IReadOnlyDictionary<string, InputFingerprints> MadeFrom,
    IReadOnlyList<LakeFile> Files, [property: JsonPropertyOrder(-1)] int FormatVersion = 1, long Token = 0)
{
    /// <summary>
    /// The format written, and the newest that is read. 2: the inputs of a table are named parts. 3: files have a form; those of <c>price_data</c> store no
    /// total-return closes.
    /// </summary>
    public const int CurrentFormat = 3;

    /// <summary>
    /// The oldest format whose programs can read what is written; older ones refuse it. It stays while a new format only adds fields.
    /// </summary>
    public const int CurrentMinReader = 3;

    public static readonly Manifest Empty = new(0, "", DateTimeOffset.UnixEpoch, new Dictionary<string, InputFingerprints>(), [], CurrentFormat);

    /// <summary>The oldest format whose programs can read the manifest; null for <see cref="FormatVersion"/>, as older manifests mean.</summary>
    [JsonPropertyOrder(-1), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? MinReaderVersion { get; init; }

    /// <summary>By <see cref="ManifestChecksum"/>; null in manifests of older programs.</summary>
    [JsonPropertyOrder(int.MaxValue), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Checksum { get; init; }

    public IEnumerable<LakeFile> Of(string table) => Files.Where(f => f.Table == table);

    /// <summary>The files that may hold bars of a range.</summary>
    public IEnumerable<LakeFile> BarsOf(BarRange range) => Of(PriceData.Name).Where(range.Touches);

    /// <summary>Why a table must be recomputed from <paramref name="inputs"/>; null when its rows were made from exactly these and not changed since.</summary>
    public string? Difference(LakeTable table, InputFingerprints inputs) => inputs.Difference(MadeFrom.GetValueOrDefault(table.Name));

    /// <summary>The hashes of the files of tables, in reading order: what is computed from them depends on nothing else of them.</summary>
    public string ContentOf(params IEnumerable<string> tables) => string.Join('\n', tables.SelectMany(Of).Select(f => f.Hash));

    public long Rows(string table) => Of(table).Sum(f => f.Rows);

    /// <summary>Rows of all tables.</summary>
    internal long AllRows => Files.Sum(f => f.Rows);
}

/// <summary>One immutable Parquet file of the lake.</summary>
/// <param name="Path">Relative to the lake's folder; the file name is the hash of its bytes.</param>
/// <param name="Year">Calendar year of its rows for <c>price_data</c>, else 0.</param>
/// <param name="Bytes">File size.</param>
/// <param name="Hash">SHA-256 of the file's bytes.</param>
/// <param name="FirstSymbol">Lowest symbol, ordinal order; empty when the table is not sorted by symbol.</param>
/// <param name="FirstDate">Oldest session; null when the table has no dates.</param>
public sealed record LakeFile(string Table, string Path, int Year, long Rows, long Bytes, string Hash,
    string FirstSymbol, string LastSymbol, DateOnly? FirstDate, DateOnly? LastDate)
{
    private const int HashDigits = 64;

    /// <summary>Whether it held all rows of its year and range of symbols when it was written; other files of bars are deltas, to be joined with it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsBase { get; init; }

    /// <summary>The form of its rows, as <see cref="Tables.LakeTable.Form"/>; 0 in manifests of older programs.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Form { get; init; }

    /// <summary>Whether every text that a reader uses is there, and the path stays in the lake: a manifest without a checksum may lack any.</summary>
    [JsonIgnore]
    internal bool IsNamed => Table is not null && Hash is { Length: HashDigits } && FirstSymbol is not null && LastSymbol is not null
        && Path is { Length: > 0 } && !System.IO.Path.IsPathRooted(Path) && !Path.Split('/', '\\').Contains("..");

    /// <summary>For a message: path, table, symbols, sessions, rows and bytes.</summary>
    public string Describe()
    {
        var symbols = FirstSymbol.Length == 0 ? "" : FirstSymbol == LastSymbol ? $", symbol {FirstSymbol}" : $", symbols {FirstSymbol} to {LastSymbol}";
        var dates = FirstDate is null ? "" : $", {FirstDate:yyyy-MM-dd} to {LastDate:yyyy-MM-dd}";
        return $"{Path} ({Table}{symbols}{dates}, {Plural.Of(Rows, "row")}, {Plural.Of(Bytes, "byte")}, SHA-256 {Hash[..16]}…)";
    }
}

/// <summary>The part of a manifest that every format has.</summary>
internal sealed record ManifestHead(int FormatVersion = 1, int? MinReaderVersion = null);

/// <summary>Compile-time JSON for manifests, indented for reading by people.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(Manifest))]
[JsonSerializable(typeof(ManifestHead))]
[JsonSerializable(typeof(PartReceipt))]
internal sealed partial class ManifestJson : JsonSerializerContext;
