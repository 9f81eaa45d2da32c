using System.Text.Json.Serialization;
using QuantMatrix.Lake.Tables;

namespace QuantMatrix.Lake;

/// <summary>The lake at one version: its live files in reading order.</summary>
/// <param name="Version">Counts commits.</param>
/// <param name="Run">The run that made it.</param>
/// <param name="CommittedAt">When, UTC.</param>
/// <param name="MadeFrom">For a table, the fingerprint of what its rows were made from: equal inputs need not be worked through again.</param>
/// <param name="Files">Live files; within a year of <c>price_data</c> the base comes first, then appends in the order they were committed.</param>
public sealed record Manifest(long Version, string Run, DateTimeOffset CommittedAt, IReadOnlyDictionary<string, string> MadeFrom, IReadOnlyList<LakeFile> Files)
{
    public static readonly Manifest Empty = new(0, "", DateTimeOffset.UnixEpoch, new Dictionary<string, string>(), []);

    public IEnumerable<LakeFile> Of(string table) => Files.Where(f => f.Table == table);

    /// <summary>Whether a table's rows were made from just this and nobody changed them since.</summary>
    public bool IsMadeFrom(LakeTable table, string fingerprint) => MadeFrom.TryGetValue(table.Name, out var made) && made == fingerprint;

    public long Rows(string table) => Of(table).Sum(f => f.Rows);
}

/// <summary>Compile-time JSON for manifests: snake_case, indented, so that a person can read one.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(Manifest))]
internal sealed partial class ManifestJson : JsonSerializerContext;
