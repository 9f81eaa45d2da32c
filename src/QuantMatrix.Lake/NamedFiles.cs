using QuantMatrix.Lake.Iceberg;

namespace QuantMatrix.Lake;

/// <summary>The Parquet files that must not be deleted: those of manifests, of computed parts, and of the newest exported snapshots.</summary>
internal static class NamedFiles
{
    /// <returns>Absolute paths.</returns>
    public static HashSet<string> Of(string lake, IEnumerable<Manifest> manifests) =>
        [.. manifests.SelectMany(m => m.Files).Concat(PartStore.Named(lake)).Select(f => Path.Combine(lake, f.Path)), .. IcebergTable.Named(lake)];
}
