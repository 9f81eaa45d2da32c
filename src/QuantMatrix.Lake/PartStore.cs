using System.Text.Json;
using System.Text.Json.Serialization;
using Apache.Arrow;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;

namespace QuantMatrix.Lake;

/// <summary>Computed parts of <c>features</c> and <c>structure</c> for a later commit: files of these tables, and a receipt that names them.</summary>
/// <remarks>
/// <c>lake/parts/features/FINGERPRINT.json</c>, written after the files, is the receipt; the fingerprint is of everything the rows depend on. Any number of
/// processes may write parts at the same time. A receipt is no proof: the files are read and compared with its hashes before they are taken.
/// </remarks>
public sealed class PartStore(DataLake lake)
{
    /// <summary>How long files are kept for a commit.</summary>
    internal static readonly TimeSpan KeptFor = TimeSpan.FromDays(7);

    private readonly string folder = FolderOf(lake.Folder);

    /// <summary>The receipt of a part; null unless it and its files are intact.</summary>
    public PartReceipt? Find(string fingerprint) => Read(PathOf(fingerprint)) is { } receipt && receipt.Fingerprint == fingerprint
        && IsOf(receipt.Features, lake.Features) && IsOf(receipt.Structures, StructureTable.Table)
        && IsOf(receipt.Breadth, BreadthRowTable.Table) && receipt.Files.All(lake.IsIntact) ? receipt : null;

    /// <summary>Writes a part.</summary>
    /// <param name="features">Sorted by (symbol, date).</param>
    /// <param name="structures">Read after the features; sorted by symbol.</param>
    /// <param name="breadth">The rows from a day on, read after the features; null for a part without.</param>
    public async Task<PartReceipt> WriteAsync(
        string fingerprint, IAsyncEnumerable<RecordBatch> features, Func<IReadOnlyList<PriceStructure>> structures,
        (DateOnly From, IReadOnlyList<BreadthRow> Rows)? breadth, CancellationToken ct)
    {
        var computed = await lake.WriteAsync(lake.Features, 0, features, ct);
        var rows = structures();
        var found = rows.Count == 0 ? null : await lake.WriteAsync(StructureTable.Table, 0, StructureTable.Table.ToArrow(rows), ct);
        var counted = breadth is not { Rows: { Count: > 0 } some } ? null
            : await lake.WriteAsync(BreadthRowTable.Table, 0, BreadthRowTable.Table.ToArrow(some), ct);
        var receipt = new PartReceipt(fingerprint, computed is null ? null : computed with { IsBase = true },
            found is null ? null : found with { IsBase = true, FirstSymbol = rows[0].Symbol, LastSymbol = rows[^1].Symbol })
        {
            Breadth = counted is null ? null : counted with { IsBase = true }, BreadthFrom = breadth?.From, Checksum = ManifestChecksum.Zeros,
        };
        Directory.CreateDirectory(folder);
        var draft = Path.Combine(folder, $"{Guid.NewGuid():N}.tmp");
        ManifestLog.WriteThrough(draft, ManifestChecksum.Put(JsonSerializer.SerializeToUtf8Bytes(receipt, ManifestJson.Default.PartReceipt)));
        File.Move(draft, PathOf(fingerprint), overwrite: true);
        return receipt with { Checksum = null };
    }

    /// <summary>The rows for breadth that were written with a part, from a day on.</summary>
    public async Task<IReadOnlyList<BreadthRow>> BreadthAsync(PartReceipt receipt, DateOnly from, CancellationToken ct)
    {
        var rows = new List<BreadthRow>();
        if (receipt.Breadth is not { } file) return rows;
        await foreach (var batch in lake.ReadAsync(BreadthRowTable.Table, [file], ct, from)) rows.AddRange(BreadthRowTable.Table.FromArrow(batch));
        return rows;
    }

    /// <summary>Deletes receipts and drafts written before a time.</summary>
    internal static void DeleteBefore(string lake, DateTimeOffset time)
    {
        if (!Directory.Exists(FolderOf(lake))) return;
        foreach (var file in Directory.EnumerateFiles(FolderOf(lake)).Where(f => File.GetLastWriteTimeUtc(f) < time.UtcDateTime).ToList()) File.Delete(file);
    }

    /// <summary>Every file that a receipt names.</summary>
    internal static IEnumerable<LakeFile> Named(string lake) => !Directory.Exists(FolderOf(lake)) ? []
        : Directory.EnumerateFiles(FolderOf(lake), "*.json").ToList().SelectMany(path => Read(path)?.Files ?? []);

    private string PathOf(string fingerprint) => Path.Combine(folder, $"{fingerprint}.json");

    private static string FolderOf(string lake) => Path.Combine(lake, "parts", FeatureTable.Name);

    private static bool IsOf(LakeFile? file, LakeTable table) =>
        file is null || (file.IsNamed && file.Table == table.Name && file.Form == table.Form && file.IsBase);

    private static PartReceipt? Read(string path)
    {
        try
        {
            return Parse(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>A receipt from its file; null unless its checksum matches.</summary>
    internal static PartReceipt? Parse(byte[] receipt) => ManifestChecksum.Matches(receipt) == true
        && JsonSerializer.Deserialize(receipt, ManifestJson.Default.PartReceipt) is { } parsed ? parsed with { Checksum = null } : null;
}

/// <summary>Names the files of a computed part.</summary>
/// <param name="Features">Null when no symbol of the part has bars.</param>
/// <param name="Structures">Null without gaps and lines.</param>
public sealed record PartReceipt(string Fingerprint, LakeFile? Features, LakeFile? Structures)
{
    /// <summary>Rows from <see cref="BreadthFrom"/> on that <c>market_breadth</c> is counted from; null without any.</summary>
    public LakeFile? Breadth { get; init; }

    /// <summary>Null in a part whose symbols were counted when it was computed.</summary>
    public DateOnly? BreadthFrom { get; init; }

    /// <summary>By <see cref="ManifestChecksum"/>, in the file; null once it has been compared.</summary>
    [JsonPropertyOrder(int.MaxValue)]
    public string? Checksum { get; init; }

    internal IEnumerable<LakeFile> Files => new[] { Features, Structures, Breadth }.OfType<LakeFile>();
}
