namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>The files that the newest manifest of a data root lists.</summary>
internal static class LakeFiles
{
    public static IReadOnlyList<string> Live(string data, string table)
    {
        var (folder, manifest) = (Path.Combine(data, "lake", table), File.ReadAllText(Path.Combine(data, "lake", "manifest.json")));
        return !Directory.Exists(folder) ? [] : [.. Directory.GetFiles(folder, "*.parquet", SearchOption.AllDirectories)
            .Where(f => manifest.Contains(Path.GetFileName(f), StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }
}
